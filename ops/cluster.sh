#!/usr/bin/env bash
# Three silos and a PostgreSQL on this machine, without Docker: http://127.0.0.1:5081 to 5083, reachable from this machine only.
#   ops/cluster.sh start DIR             makes the database in DIR if need be, starts what does not run, prints the addresses
#   ops/cluster.sh stop DIR              stops the silos one after the other, then the database; the data stay
#   ops/cluster.sh status DIR            what runs and what is ready; exit code 1 unless all is
#   ops/cluster.sh rolling-restart DIR   stops and starts one silo after the other (after a new build, say)
# Logs: DIR/silo-N-DATE.json, at most 12.5 GiB of each silo, and DIR/silo-N.log with what is said before them.
# YRD_DLL names another build of yrd.dll, YRD_FIRST_PORT another first port (5081; silos talk 6000 above).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[[ $# == 2 ]] || usage
action=$1
case $action in
start) mkdir -p "$2" ;;
stop | status | rolling-restart) [[ -d $2 ]] || { echo "$0: there is no folder $2" >&2; exit 1; } ;;
*) usage ;;
esac
dir=$(cd "$2" && pwd)

silos=3
first_port=${YRD_FIRST_PORT:-5081}
dll=${YRD_DLL:-$here/../src/YrdClearing.Server/bin/Release/net10.0/yrd.dll}
# Seconds that a silo has to get ready, and to stop, before it is given up or killed.
start_limit_s=180
stop_limit_s=40
# How long a silo that is told to stop says that it leaves.
leave_s=1

url() { echo "http://127.0.0.1:$((first_port + $1 - 1))"; }

# What readiness says: ready; degraded when the silo works but messages between books have stopped; else it does not work, or not yet.
health_of() { curl -s --max-time 5 "$(url "$1")/health/ready" | sed -n 's/^{"status":"\([a-z]*\)".*/\1/p' || true; }

# The process of a silo, if it runs and is one of ours.
pid_of() {
    local pid
    pid=$(cat "$dir/silo-$1.pid" 2>/dev/null) || return 1
    [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") == *yrd.dll\ serve* ]] && echo "$pid"
}

# True while a process has files open, its ports among them: before it has become the program that it is to run, and longer than it has
# a command line when it ends.
is_alive() { [[ -e /proc/$1/fd/0 ]]; }

build() {
    [[ -f $dll ]] || (cd "$here/.." && dotnet build src/YrdClearing.Server -c Release -v q -nodeReuse:false -p:UseSharedCompilation=false)
}

database() {
    local admin
    admin=$("$here/postgres.sh" start "$dir/postgres")
    psql -h "$dir/postgres" -U yrd -d postgres -Atqc "SELECT 1 FROM pg_database WHERE datname = 'yrd'" | grep -q 1 \
        || psql -h "$dir/postgres" -U yrd -d postgres -qc "CREATE DATABASE yrd"
    connection=${admin/Database=postgres/Database=yrd}
}

start_silo() {
    local n=$1 port=$((first_port + $1 - 1))
    pid_of "$n" >/dev/null && return
    setsid dotnet "$dll" serve --postgres "$connection" --listen "127.0.0.1:$port" --silo-port $((port + 6000)) --leave $leave_s \
        --log "$dir/silo-$n-.json" >"$dir/silo-$n.log" 2>&1 </dev/null &
    echo $! >"$dir/silo-$n.pid"
}

await_silo() {
    local n=$1 deadline=$((SECONDS + start_limit_s)) health pid
    pid=$(cat "$dir/silo-$n.pid")
    until health=$(health_of "$n") && [[ $health == ready || $health == degraded ]]; do
        if ! is_alive "$pid" || ((SECONDS >= deadline)); then
            echo "$0: silo $n did not get ready; see $dir/silo-$n.log and $dir/silo-$n-*.json" >&2
            # What went wrong comes first, where it was in the code after it.
            head -n 5 "$dir/silo-$n.log" | cut -c 1-500 >&2
            return 1
        fi
        sleep 0.1
    done
    echo "silo $n $health: $(url "$n")"
    # All silos say so, whichever is asked, and a new build may be what helps.
    [[ $health == ready ]] || echo "$0: warning: messages between books have stopped; see $(url "$n")/health/ready" >&2
}

stop_silo() {
    local n=$1 pid deadline=$((SECONDS + stop_limit_s))
    pid=$(pid_of "$n") || return 0
    kill -TERM "$pid"
    while is_alive "$pid"; do
        if ((SECONDS >= deadline)); then
            echo "$0: silo $n did not stop and is killed" >&2
            kill -KILL "$pid"
        fi
        sleep 0.1
    done
    rm -f "$dir/silo-$n.pid"
    echo "silo $n stopped"
}

case $action in
start)
    build
    database
    for ((n = 1; n <= silos; n++)); do start_silo "$n"; done
    for ((n = 1; n <= silos; n++)); do await_silo "$n"; done
    echo "database: $connection"
    ;;
stop)
    for ((n = 1; n <= silos; n++)); do stop_silo "$n"; done
    [[ ! -d $dir/postgres ]] || "$here/postgres.sh" stop "$dir/postgres"
    ;;
status)
    all=0
    for ((n = 1; n <= silos; n++)); do
        if ! pid=$(pid_of "$n"); then
            echo "silo $n: stopped" && all=1
        else
            health=$(health_of "$n")
            echo "silo $n: ${health:-no answer}, process $pid, $(url "$n")"
            [[ $health == ready ]] || all=1
        fi
    done
    exit $all
    ;;
rolling-restart)
    build
    database
    for ((n = 1; n <= silos; n++)); do
        stop_silo "$n"
        start_silo "$n"
        await_silo "$n"
    done
    ;;
esac
