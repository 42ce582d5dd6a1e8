/** API for benchmarks: the NATS server of a run, and the runtime of a coordinator node. */
export { startNatsServer } from './local/nats-server.js';
export type { NatsServer } from './local/nats-server.js';
export { CoordinatorRuntime } from './node/runtime.js';
export { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS } from './run/run-info.js';
export { openStores } from './run/stores.js';
export { IN_FLIGHT_BYTES, LEASE_FLOOR_MS } from './run/training-config.js';
