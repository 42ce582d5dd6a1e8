/** The tools that check infra/k8s: kustomize, and the schemas of the Kubernetes API. Both are Go modules. */
import { join } from 'node:path';
import { allOnPath, isExecutable, run } from './commands.js';
import { MissingToolError } from './errors.js';
import { replaceFolder } from './files.js';
import { withLock } from './lock.js';
import { cacheDir } from './paths.js';
import { KUBERNETES_VERSION, KUSTOMIZE_VERSION } from './pins.js';
import { ConsoleReporter } from './progress.js';

/**
 * Returns the path of kustomize, and builds it into the cache if necessary.
 * @throws MissingToolError without Go, CommandError
 */
export async function ensureKustomize(): Promise<string> {
  const folder = join(cacheDir(), 'kustomize', `${KUSTOMIZE_VERSION}-${process.platform}-${process.arch}`);
  const binary = join(folder, 'kustomize');
  await withLock(
    'kustomize',
    () => undefined,
    async () => {
      if (isExecutable(binary)) return;
      const go = findGo('to build kustomize');
      const module = `sigs.k8s.io/kustomize/kustomize/v5@v${KUSTOMIZE_VERSION}`;
      await replaceFolder(folder, async (temporary) => {
        const build = () => run(go, ['install', module], { env: { GOBIN: temporary }, cwd: temporary });
        await new ConsoleReporter().during(`Building kustomize ${KUSTOMIZE_VERSION} with Go`, build);
      });
    },
  );
  return binary;
}

/**
 * Returns the folder of Kubernetes' OpenAPI schemas, with a file for each API group and version.
 * @throws MissingToolError without Go, CommandError
 */
export async function kubernetesSchemas(): Promise<string> {
  const go = findGo("to fetch Kubernetes' schemas");
  const fetched = await run(go, ['mod', 'download', '-json', `k8s.io/kubernetes@v${KUBERNETES_VERSION}`], { cwd: '/' });
  const { Dir: dir } = JSON.parse(fetched) as { Dir: string };
  return join(dir, 'api', 'openapi-spec', 'v3');
}

function findGo(purpose: string): string {
  const [go] = allOnPath('go');
  if (go === undefined) throw new MissingToolError('Go', purpose, 'See https://go.dev/dl');
  return go;
}
