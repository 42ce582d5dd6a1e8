/** libs/protocol with its encoding and decoding timed. */
import * as protocol from '@lockstep/protocol';
import { timing } from '../stages.js';

export * from '@lockstep/protocol';
export const workerMessageChunks = timing('encode', protocol.workerMessageChunks);
export const coordinatorMessageChunks = timing('encode', protocol.coordinatorMessageChunks);
export const joinChunks = timing('encode', protocol.joinChunks);
export const decodeWorkerMessage = timing('decode', protocol.decodeWorkerMessage);
export const decodeCoordinatorMessage = timing('decode', protocol.decodeCoordinatorMessage);
