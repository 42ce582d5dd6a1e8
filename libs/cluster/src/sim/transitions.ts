export const TRANSITIONS: readonly string[] = [];
