/** Replaces libraries by their timed versions. https://nodejs.org/api/module.html#customization-hooks */
import type { ResolveHook } from 'node:module';

const TIMED: Record<string, string> = {
  '@lockstep/protocol': new URL('./timed-protocol.js', import.meta.url).href,
  '@lockstep/optim': new URL('./timed-optim.js', import.meta.url).href,
};

export const resolve: ResolveHook = (specifier, context, nextResolve) => {
  const url = TIMED[specifier];
  // The timed library imports the real one.
  if (url === undefined || context.parentURL === url) return nextResolve(specifier, context);
  return { url, format: 'module', shortCircuit: true };
};
