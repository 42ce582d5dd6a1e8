# How a coordinator's pod begins, the first time and after whatever end: start.sh PROGRAMS, with the options of the run as LOCKSTEP_…
# A run that is not there yet is begun; one that somebody leads is stood by for; one that nobody leads is resumed. Should somebody
# take the lead in between, --resume ends with an error, and the next pod stands by.
set -eu
programs=$1

coordinator() {
  exec node --initial-old-space-size=256 "$programs/apps/coordinator/dist/main.js" "$@"
}

mkdir -p "$(dirname "$LOCKSTEP_OUT")"
if [ ! -f "$LOCKSTEP_OUT/run.json" ]; then coordinator; fi

run=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).run' "$LOCKSTEP_OUT/run.json")
# It takes no folder together with a server.
if env -u LOCKSTEP_OUT node "$programs/apps/coordinator/dist/operator/status.js" --run="$run"; then coordinator --standby --run="$run"; fi
coordinator --resume="$LOCKSTEP_OUT"
