/** Something that hears messages until it is told to stop. */
export interface Listening {
  stop: () => void;
}
