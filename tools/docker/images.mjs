/** Builds the images of infra/docker/Dockerfile on base images of this machine, without a network. */
import { resolve } from 'node:path';
import { run, timed } from './command.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** @returns {{ nats: string, coordinator: string, worker: string, sampler: string }} the tags */
export function buildImages({ build, runtime, nats, tensorflow }) {
  const tags = {};
  // The stage `build` has a tag, so that `docker system prune` keeps its build cache.
  for (const target of ['build', 'nats', 'coordinator', 'worker', 'sampler']) {
    tags[target] = `lockstep-local/${target === 'build' ? 'workspace' : target}:test`;
    const values = { BUILD_IMAGE: build, RUNTIME_IMAGE: runtime, NATS_IMAGE: nats, TENSORFLOW: tensorflow };
    const args = Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const what = ['--file', 'infra/docker/Dockerfile', '--target', target, '--tag', tags[target]];
    const env = { ...process.env, DOCKER_BUILDKIT: '0' };
    timed(`built ${tags[target]}`, () =>
      run('docker', ['build', '--network=none', '--force-rm', ...args, ...what, '.'], { cwd: ROOT, env }),
    );
    console.log(`  ${sizeOf(tags[target])}`);
  }
  delete tags.build;
  return tags;
}

function sizeOf(tag) {
  const bytes = Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', tag]));
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
