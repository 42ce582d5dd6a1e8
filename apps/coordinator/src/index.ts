/** What benchmarks use of the coordinator: its NATS server, its lead, and the wiring of its machine. */
export { Lead } from './lead.js';
export { startNatsServer } from './nats-server.js';
export type { NatsServer } from './nats-server.js';
export { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS } from './run-info.js';
export { Session } from './session.js';
export { openStores } from './stores.js';
export { IN_FLIGHT_BYTES, LEASE_FLOOR_MS } from './train.js';
