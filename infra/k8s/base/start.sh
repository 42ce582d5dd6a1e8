# Starts a coordinator's pod: start.sh PROGRAMS, with the options of the run as LOCKSTEP_… variables.
# It starts a new run, becomes a standby of a run with a leader, or resumes a run without a leader. If another coordinator takes the
# lead meanwhile, --resume ends with an error, and the next pod becomes a standby.
set -eu
programs=$1

coordinator() {
  exec node --initial-old-space-size=256 "$programs/apps/coordinator/dist/main.js" "$@"
}

mkdir -p "$(dirname "$LOCKSTEP_OUT")"
if [ ! -f "$LOCKSTEP_OUT/run.json" ]; then coordinator; fi

run=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).run' "$LOCKSTEP_OUT/run.json")
# The program status accepts either a folder or a server.
if env -u LOCKSTEP_OUT node "$programs/apps/coordinator/dist/operator/status.js" --run="$run"; then coordinator --standby --run="$run"; fi
coordinator --resume="$LOCKSTEP_OUT"
