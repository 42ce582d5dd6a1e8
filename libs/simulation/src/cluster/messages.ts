/** The network between the processes of a cluster, and the encoding of their messages. */
import type { NodeEvent } from '@lockstep/cluster';
import {
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  workerKey,
  type CoordinatorMessage,
  type WorkerId,
} from '@lockstep/protocol';
import type { Network } from '../world/network.js';
import type { Process } from '../world/process.js';

/** The processes that can receive, when a message is sent. */
export interface Receivers {
  coordinators(): CoordinatorReceiver[];
  workers(): WorkerReceiver[];
}

interface CoordinatorReceiver extends Process {
  readonly leads: boolean;
  receiveFromLeader(message: CoordinatorMessage): void;
  receiveFromStandby(from: string, bytes: Uint8Array): void;
  receiveFromWorker(event: Extract<NodeEvent, { kind: 'message' }>): void;
}

interface WorkerReceiver extends Process {
  readonly id: WorkerId;
  receive(message: CoordinatorMessage): void;
}

export class Messages {
  constructor(
    private readonly network: Network,
    private readonly receivers: Receivers,
  ) {}

  toWorker(from: Process, to: WorkerId, message: CoordinatorMessage): void {
    const key = workerKey(to);
    const receivers = this.receivers.workers().filter(({ id }) => workerKey(id) === key);
    this.carry(from, receivers, message, (worker, received) => worker.receive(received));
  }

  toWorkers(from: Process, message: CoordinatorMessage): void {
    this.carry(from, this.receivers.workers(), message, (worker, received) => worker.receive(received));
  }

  toStandbys(from: Process, message: CoordinatorMessage): void {
    this.carry(from, this.others(from), message, (standby, received) => standby.receiveFromLeader(received));
  }

  toLeaders(from: Process, bytes: Uint8Array): void {
    for (const leader of this.others(from)) {
      this.network.carry(from.name, leader.name, () => leader.receiveFromStandby(from.name, bytes));
    }
  }

  toCoordinators(from: Process, id: WorkerId, bytes: Uint8Array): void {
    for (const coordinator of this.receivers.coordinators()) {
      if (!coordinator.leads) continue;
      this.network.carry(from.name, coordinator.name, () => {
        coordinator.receiveFromWorker({ kind: 'message', from: id, message: decodeWorkerMessage(bytes) });
      });
    }
  }

  private others(from: Process): CoordinatorReceiver[] {
    return this.receivers.coordinators().filter((process) => process !== from);
  }

  /** Encodes at once, because the views in a message are valid only now, and decodes once for all receivers. */
  private carry<Receiver extends Process>(
    from: Process,
    receivers: readonly Receiver[],
    message: CoordinatorMessage,
    arrive: (receiver: Receiver, message: CoordinatorMessage) => void,
  ): void {
    if (receivers.length === 0) return;
    const bytes = encodeCoordinatorMessage(message);
    let decoded: CoordinatorMessage | undefined;
    for (const receiver of receivers) {
      this.network.carry(from.name, receiver.name, () => {
        decoded ??= decodeCoordinatorMessage(bytes);
        arrive(receiver, decoded);
      });
    }
  }
}
