/** From the machine's training state to a checkpoint with PyTorch's names and layouts, and back. */
import { UserError } from '@lockstep/errors';
import type { Checkpoint, Tensors } from '@lockstep/checkpoint';
import type { DataConfig, TrainingState } from '@lockstep/cluster';
import { fromTorchTensors, PARAMETERS, schemaHash, toTorchTensors } from '@lockstep/model/schema';
import { stepsPerEpoch } from '@lockstep/data';

/** The checkpoint belongs to another model. */
export class ForeignCheckpointError extends UserError {}

export function toCheckpoint(
  state: TrainingState,
  run: string,
  plan: DataConfig,
  config: Record<string, unknown>,
): Checkpoint {
  const steps = stepsPerEpoch(plan.trainSamples, plan.batchSize);
  const epoch = Math.floor(state.version / steps);
  return {
    run,
    step: state.version,
    epoch,
    config,
    schema_hash: schemaHash(),
    fingerprint: state.fingerprint ?? '',
    data_position: { epoch, step_in_epoch: state.version % steps },
    beta1_power: state.adam.beta1Power,
    beta2_power: state.adam.beta2Power,
    epoch_loss_sum: state.epochLossSum,
    epoch_losses: state.epochLosses,
    weights: tensors(state.weights),
    m: tensors(state.adam.m),
    v: tensors(state.adam.v),
  };
}

/** @throws ForeignCheckpointError */
export function toTrainingState(checkpoint: Checkpoint): TrainingState {
  if (checkpoint.schema_hash !== schemaHash()) {
    throw new ForeignCheckpointError(
      `the checkpoint of step ${checkpoint.step} is of another model than this program's`,
    );
  }
  return {
    version: checkpoint.step,
    weights: flat(checkpoint.weights),
    adam: {
      m: flat(checkpoint.m),
      v: flat(checkpoint.v),
      beta1Power: checkpoint.beta1_power,
      beta2Power: checkpoint.beta2_power,
    },
    epochLossSum: checkpoint.epoch_loss_sum,
    epochLosses: [...checkpoint.epoch_losses],
    fingerprint: checkpoint.fingerprint === '' ? undefined : checkpoint.fingerprint,
  };
}

function tensors(vector: Float32Array): Tensors {
  const named = toTorchTensors(vector);
  const entries = PARAMETERS.map(({ name, torchShape }) => [name, { shape: [...torchShape], data: named.get(name) }]);
  return Object.fromEntries(entries) as Tensors;
}

function flat(named: Tensors): Float32Array {
  return fromTorchTensors(new Map(Object.entries(named).map(([name, { data }]) => [name, data])));
}
