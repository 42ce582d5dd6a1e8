/** Converts between the machine's training state and a checkpoint with the names and layouts of the task. */
import { UserError } from '@lockstep/errors';
import type { Checkpoint, Tensors } from '@lockstep/checkpoint';
import type { DataConfig, TrainingState } from '@lockstep/cluster';
import { stepsPerEpoch } from '@lockstep/data';
import type { ParameterList } from '@lockstep/task';

/** The checkpoint belongs to another model. */
export class ForeignCheckpointError extends UserError {}

export function toCheckpoint(
  state: TrainingState,
  parameters: ParameterList,
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
    schema_hash: parameters.schemaHash,
    fingerprint: state.fingerprint ?? '',
    data_position: { epoch, step_in_epoch: state.version % steps },
    beta1_power: state.adam.beta1Power,
    beta2_power: state.adam.beta2Power,
    epoch_loss_sum: state.epochLossSum,
    epoch_losses: state.epochLosses,
    weights: tensors(state.weights, parameters),
    m: tensors(state.adam.m, parameters),
    v: tensors(state.adam.v, parameters),
  };
}

/** @throws ForeignCheckpointError */
export function toTrainingState(checkpoint: Checkpoint, parameters: ParameterList): TrainingState {
  if (checkpoint.schema_hash !== parameters.schemaHash) {
    throw new ForeignCheckpointError(
      `the checkpoint of step ${checkpoint.step} belongs to another model: give the --task of the run`,
    );
  }
  return {
    version: checkpoint.step,
    weights: flat(checkpoint.weights, parameters),
    adam: {
      m: flat(checkpoint.m, parameters),
      v: flat(checkpoint.v, parameters),
      beta1Power: checkpoint.beta1_power,
      beta2Power: checkpoint.beta2_power,
    },
    epochLossSum: checkpoint.epoch_loss_sum,
    epochLosses: [...checkpoint.epoch_losses],
    fingerprint: checkpoint.fingerprint === '' ? undefined : checkpoint.fingerprint,
  };
}

function tensors(vector: Float32Array, parameters: ParameterList): Tensors {
  const named = parameters.toTensors(vector);
  const entries = parameters.specs.map(({ name, shape }) => [name, { shape: [...shape], data: named.get(name) }]);
  return Object.fromEntries(entries) as Tensors;
}

function flat(named: Tensors, parameters: ParameterList): Float32Array {
  return parameters.fromTensors(new Map(Object.entries(named).map(([name, { data }]) => [name, data])));
}
