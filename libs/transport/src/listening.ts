import { MalformedMessageError } from '@lockstep/protocol';
import type { Msg, NatsConnection } from 'nats';

/** Receives messages until `stop` is called. */
export interface Listening {
  stop: () => void;
}

/** Subscribes to a subject and decodes each message. A malformed message is reported, not thrown. */
export function listen<Message>(
  connection: NatsConnection,
  subject: string,
  decode: (msg: Msg) => Message,
  onMessage: (message: Message) => void,
  onMalformed: (reason: string, msg: Msg) => void,
): Listening {
  const subscription = connection.subscribe(subject, {
    callback: (error, msg) => {
      if (error) return;
      const message = decodedOrError(() => decode(msg));
      if (message instanceof MalformedMessageError) onMalformed(message.message, msg);
      else onMessage(message);
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

/** Returns a MalformedMessageError that `decode` throws, and throws any other error. */
export function decodedOrError<Value>(decode: () => Value): Value | MalformedMessageError {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
}
