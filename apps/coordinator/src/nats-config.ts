/**
 * The configuration of our own NATS server: loopback only, one user per role with random passwords, and permissions that say
 * who may publish what, so that a worker cannot publish weights.
 */
import { RunSubjects } from '@lockstep/protocol';

export type Role = 'coordinator' | 'worker' | 'sampler' | 'client';

export interface NatsSettings {
  run: string;
  /** -1 for a free one. */
  port: number;
  storeDir: string;
  portsDir: string;
  passwords: Record<Role, string>;
}

/** Replies to a role's requests come only to it. */
export function inboxPrefix(role: Role): string {
  return `_INBOX_${role}`;
}

/** The pool that this machine's own workers belong to. */
export const LOCAL_POOL = 'local';

export function natsServerConfig({ run, port, storeDir, portsDir, passwords }: NatsSettings): string {
  const subjects = new RunSubjects(run);
  const users = [
    user('coordinator', passwords.coordinator, ['>'], ['>']),
    user(
      'worker',
      passwords.worker,
      [
        'lockstep.discover',
        subjects.discover,
        `lockstep.${run}.worker.${LOCAL_POOL}.*`,
        ...readBucket(`OBJ_${subjects.dataBucket}`),
      ],
      [subjects.toAll, `lockstep.${run}.leader.to.${LOCAL_POOL}.*`, `_INBOX_${LOCAL_POOL}.>`],
    ),
    user(
      'sampler',
      passwords.sampler,
      [
        'lockstep.discover',
        subjects.discover,
        subjects.drawn,
        // Replies to those who ask for images or for the service's state.
        '_INBOX_*.>',
        ...readBucket(`OBJ_${subjects.dataBucket}`),
        ...readBucket(`OBJ_${subjects.checkpointBucket}`),
        ...readBucket(`KV_${subjects.stateBucket}`),
      ],
      [subjects.toAll, subjects.checkpoint, subjects.draw, '$SRV.>', `${inboxPrefix('sampler')}.>`],
    ),
    user('client', passwords.client, [subjects.draw, '$SRV.>'], [`${inboxPrefix('client')}.>`]),
  ];
  return [
    `listen: "127.0.0.1:${port}"`,
    `ports_file_dir: ${quoted(portsDir)}`,
    // What JetStream acknowledges is on the disk: its default is to sync every two minutes.
    `jetstream { store_dir: ${quoted(storeDir)}, sync_interval: always }`,
    `authorization { users: [\n${users.join(',\n')}\n] }`,
    '',
  ].join('\n');
}

function user(role: Role, password: string, publish: readonly string[], subscribe: readonly string[]): string {
  const allow = (list: readonly string[]) => `{ allow: [${list.map(quoted).join(', ')}] }`;
  return `  { user: ${role}, password: ${quoted(password)}, permissions: { publish: ${allow(publish)}, subscribe: ${allow(subscribe)} } }`;
}

/** The JetStream calls with which the client reads objects and keys of one stream, and no others. */
function readBucket(stream: string): string[] {
  return [
    '$JS.API.INFO',
    '$JS.API.STREAM.NAMES',
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.FC.${stream}.>`,
  ];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
