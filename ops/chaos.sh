#!/usr/bin/env bash
# Three silos and a private PostgreSQL under load over HTTP, while processes are killed and paused and wires are cut at random; then what
# the clients were told is compared with the journal. Exit code 0: every check passed.
#   ops/chaos.sh                  15 minutes
#   ops/chaos.sh --minutes M      as long as you like
#   ops/chaos.sh --short          one fault of each kind, a minute or two
# Further: --faults N (no more than these), --pace S (seconds that the next fault waits for recovery; 15), --seed S (order and victims),
# --report FILE, --keep DIR (a new folder that stays, with the logs).
# Partitions need root and iproute2 (network namespaces); without them the report says that they were not run.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

seconds=900 faults=1000000 seed=$((RANDOM + 1)) pace=15 report="" keep="" is_short=""
while [[ $# -gt 0 ]]; do
    case $1 in
    --short) seconds=180 faults=6 is_short=1 ;;
    --minutes) seconds=$((${2:?minutes} * 60)); shift ;;
    --faults) faults=${2:?number}; shift ;;
    --pace) pace=${2:?seconds}; shift ;;
    --seed) seed=${2:?number}; shift ;;
    --report) report=$(realpath "${2:?file}") || exit 2; shift ;;
    --keep) keep=${2:?folder}; shift ;;
    *) usage ;;
    esac
    shift
done

dll=$here/../tests/YrdClearing.Chaos/bin/Release/net10.0/YrdClearing.Chaos.dll
# The report names the commit: it is built from that, unless ops/test.sh has just done so.
[[ -n $is_short && -f $dll ]] \
    || (cd "$here/.." && dotnet build tests/YrdClearing.Chaos -c Release -v q -nodeReuse:false -p:UseSharedCompilation=false) || exit 1

folder=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/yrd-chaos.XXXXXX")}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
chmod 711 "$folder" # the database's user passes through
driver=""

# What a driver that was killed itself leaves behind: all of it lives in its session, in its namespaces or in its folder.
cleanup() {
    trap - EXIT
    [[ -z $driver ]] || kill -KILL -- "-$driver" 2>/dev/null
    for space in $(ip netns list 2>/dev/null | grep -oE "^yc$driver-[0-9]+"); do
        ip netns pids "$space" | xargs -r kill -KILL 2>/dev/null
        ip netns del "$space"
    done
    [[ -z $driver ]] || ip link del "yc$driver" 2>/dev/null
    [[ ! -d $folder/pg ]] || "$here/postgres.sh" stop "$folder/pg"
    [[ -n $keep ]] || rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [[ -z ${YRD_COMMIT:-} ]]; then
    YRD_COMMIT=$(git -C "$here" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
    [[ -z $(git -C "$here/.." status --porcelain -- . ':(exclude)*.md' 2>/dev/null) ]] || YRD_COMMIT="$YRD_COMMIT and changes"
fi
export YRD_COMMIT
setsid dotnet "$dll" --ops "$here" --folder "$folder" --seconds "$seconds" --faults "$faults" --pace "$pace" --seed "$seed" ${report:+--report "$report"} </dev/null &
driver=$!
wait "$driver"
