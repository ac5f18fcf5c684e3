#!/bin/sh
# A private PostgreSQL cluster for tests and trials: on a Unix socket only, in a folder of its own, with fsync on.
#   ops/postgres.sh start DIR   makes the cluster in DIR if need be, starts it and prints an admin connection string
#   ops/postgres.sh stop DIR    stops it (the folder stays)
# YRD_POSTGRES_OPTIONS: further options of the server (-c name=value), which outrank those here.
# initdb refuses root, so as root everything runs as the unprivileged user postgres (or nobody).
set -eu

usage() { echo "usage: $0 start|stop DIR" >&2; exit 2; }
[ $# -eq 2 ] || usage
action=$1
case $action in
start) mkdir -p "$2" ;;
stop) [ -d "$2" ] || { echo "$0: there is no folder $2" >&2; exit 1; } ;;
*) usage ;;
esac
dir=$(cd "$2" && pwd)

bin=""
for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
    [ -x "$candidate/initdb" ] && bin=$candidate && break
done
[ -n "$bin" ] || { initdb=$(command -v initdb) && bin=$(dirname "$(readlink -f "$initdb")"); } \
    || { echo "$0: PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2; exit 1; }

user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    user=nobody
    id postgres >/dev/null 2>&1 && user=postgres
fi

run() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && su "$user" -s /bin/sh -c "$1")
    else
        (cd / && sh -c "$1")
    fi
}

is_running() { run "'$bin/pg_ctl' -D '$dir/data' status >/dev/null 2>&1"; }

# The checkpoint at the end may have gigabytes to write.
stop_limit_s=300

case $action in
start)
    [ "$(id -u)" -ne 0 ] || chown "$user" "$dir"
    # A socket's path has at most 107 characters.
    [ ${#dir} -le 80 ] || { echo "$0: the folder's path is too long for a Unix socket: $dir" >&2; exit 1; }
    if [ ! -f "$dir/data/PG_VERSION" ]; then
        run "'$bin/initdb' -D '$dir/data' -U yrd -A trust -E UTF8 --locale=C.UTF-8 >'$dir/initdb.log' 2>&1" \
            || { cat "$dir/initdb.log" >&2; exit 1; }
    fi
    if ! is_running; then
        run "'$bin/pg_ctl' -D '$dir/data' -w -t 60 -l '$dir/postgres.log' \
            -o \"-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=on -c max_connections=300 -c shared_buffers=128MB ${YRD_POSTGRES_OPTIONS:-}\" \
            start >/dev/null 2>&1" || { cat "$dir/postgres.log" >&2; exit 1; }
    fi
    echo "Host=$dir;Username=yrd;Database=postgres"
    ;;
stop)
    # It may end by itself meanwhile.
    ! is_running || run "'$bin/pg_ctl' -D '$dir/data' -m fast -w -t $stop_limit_s stop >/dev/null 2>&1" || ! is_running \
        || { echo "$0: PostgreSQL in $dir does not stop" >&2; exit 1; }
    ;;
esac
