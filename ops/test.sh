#!/usr/bin/env bash
# Runs all tests, those on a real PostgreSQL and with the real hledger included; needs the .NET SDK and, for what is absent, apt-get.
# Ends with a line "N passed, M failed"; exits 1 when a test failed, a run broke off or nothing ran.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/yrd-test.XXXXXX")
chmod 711 "$scratch" # the cluster's user passes through
[[ -w ${HOME:-/nowhere} ]] || export HOME="$scratch/home"
mkdir -p "$HOME"

# The longest a test project may run, in seconds.
project_limit_s=1500

# The command that runs just now, if any.
running="$scratch/running"

cleanup() {
    trap - EXIT
    [[ ! -s $running ]] || kill -TERM "$(cat "$running")" 2>/dev/null
    wait
    [[ ! -d $scratch/pg ]] || ops/postgres.sh stop "$scratch/pg"
    rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    echo "$1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null
}

has_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

install_absent() {
    has_postgres && command -v hledger >/dev/null && return
    echo "Installing what the tests need from Debian's packages …"
    as_root apt-get update -q </dev/null || return
    if ! has_postgres; then
        # Debian's package would start a server of its own; the tests bring theirs.
        apt_install postgresql-common || return
        as_root sed -i -E 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        apt_install postgresql || return
    fi
    command -v hledger >/dev/null || apt_install hledger
}

# Runs a command for so many seconds at most, its output into a file as well. In the background: whoever interrupts this script need not
# wait for its end.
follow() {
    local log=$1
    {
        bash -c 'echo $$ >"$0"; exec timeout -k 30 "$@"' "$running" "${@:2}" </dev/null 2>&1
        echo $? >"$log.status"
        rm -f "$running"
    } | tee "$log" &
    wait $!
    return "$(cat "$log.status")"
}

# Runs one test project and adds its counts; a run without a summary counts as one failure, and so does a skipped test.
passed=0 failed=0 failures=()
run_project() {
    local name=$1 log="$scratch/$1.log" status summary total=0 bad=0
    # A test that runs for long is named while it does: if the project never ends, that is the one.
    follow "$log" "$project_limit_s" dotnet "tests/$name/bin/Release/net10.0/$name.dll" -noColor -failSkips -longRunning 120
    status=$?
    summary=$(grep -E "^ *$name +Total: [0-9]+" "$log" | tail -n 1)
    if [[ $summary =~ Total:\ ([0-9]+) ]]; then total=${BASH_REMATCH[1]}; fi
    if [[ $summary =~ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+) ]]; then bad=$((BASH_REMATCH[1] + BASH_REMATCH[2])); fi
    if [[ -z $summary || ( $status != 0 && $bad == 0 ) ]]; then
        echo "$name ended with exit code $status." >&2
        bad=$((bad + 1)) total=$((total + 1))
    fi
    passed=$((passed + total - bad))
    failed=$((failed + bad))
    ((bad == 0)) || failures+=("$name: $bad of $total" \
        "$(grep -E -A 14 '\[FAIL\]' "$log" | cut -c 1-300 | head -n 90; grep -F '[Long Running Test]' "$log" | tail -n 3)")
}

install_absent || fail "PostgreSQL or hledger could not be installed."
# One project at a time: the compiler itself uses both cores of a small machine. No server of the build outlives it.
dotnet build YrdClearing.sln -c Release -v q -m:1 -nodeReuse:false -p:UseSharedCompilation=false </dev/null || fail "The build failed."
YRD_TEST_POSTGRES=$(ops/postgres.sh start "$scratch/pg") || fail "The private PostgreSQL cluster did not start."
export YRD_TEST_POSTGRES

for project in Domain.Tests System.Tests Simulation; do
    run_project "YrdClearing.$project"
done
# The benchmark does its work on every path and proves what it wrote; no figure is judged here.
if follow "$scratch/check.log" "$project_limit_s" dotnet tests/YrdClearing.Benchmarks/bin/Release/net10.0/YrdClearing.Benchmarks.dll check; then
    passed=$((passed + 1))
else
    failed=$((failed + 1)) failures+=("the benchmark's check")
fi

# Faults on real processes, the short form: one test more.
if follow "$scratch/chaos.log" "$project_limit_s" ops/chaos.sh --short; then passed=$((passed + 1)); else failed=$((failed + 1)) failures+=("the chaos run"); fi
# Once more where whoever reads only the end finds them.
((failed == 0)) || printf '%s\n' "What failed:" "${failures[@]}"
[[ $((passed + failed)) != 0 ]] || { echo "No test ran." >&2; failed=1; }
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
