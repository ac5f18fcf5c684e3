#!/bin/sh
# Backs up and restores a PostgreSQL journal: a base backup and the write-ahead log since then, to any moment in between. To be run as the
# user that PostgreSQL runs as. An embedded journal has `yrd backup`.
#   ops/backup.sh archive FILE NAME ARCHIVE       keeps one finished segment of the log; PostgreSQL calls it:
#       archive_command = '/path/to/ops/backup.sh archive %p %f /backup/wal'
#   ops/backup.sh base CONNECTION DIR             a base backup into the new folder DIR, while the database works
#   ops/backup.sh restore BASE ARCHIVE DIR [TIME] makes DIR a data directory that, started, recovers up to TIME (or the last segment)
# CONNECTION as psql takes it: "host=/run/postgresql user=yrd". TIME with an offset: "2026-11-27 09:00:00+08".
set -eu

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

# An unset or empty target must never become a folder of the root.
is_new() {
    [ -n "$1" ] || usage
    [ ! -e "$1" ] || [ -z "$(ls -A "$1")" ] || { echo "$0: $1 is not empty; give a new folder" >&2; exit 1; }
}

# Those settings of a base backup's server without which PostgreSQL breaks the recovery off, as lines of a configuration: they may have
# been given on the command line only. Debian keeps pg_controldata out of the PATH.
required_settings() {
    PATH=$PATH:/usr/lib/postgresql/$(cat "$1/PG_VERSION")/bin LC_ALL=C pg_controldata "$1" | sed -n '
        s/_xacts setting:/_transactions setting:/
        s/_per_xact setting:/_per_transaction setting:/
        s/^\(max_[a-z_]*\) setting: */\1 = /p'
}

case ${1-} in
archive)
    [ $# -eq 4 ] || usage
    mkdir -p "$4"
    if [ -e "$4/$3" ]; then
        # PostgreSQL asks again when it did not hear that this one was kept.
        cmp -s "$2" "$4/$3" && exit 0
        echo "$0: $4/$3 is there already, with another content" >&2
        exit 1
    fi
    cp "$2" "$4/$3.unfinished"
    sync "$4/$3.unfinished"
    mv "$4/$3.unfinished" "$4/$3"
    sync "$4"
    ;;
base)
    [ $# -eq 3 ] || usage
    is_new "$3"
    pg_basebackup --dbname="$2" --pgdata="$3" --wal-method=stream --checkpoint=fast
    echo "A base backup is in $3"
    ;;
restore)
    [ $# -eq 4 ] || [ $# -eq 5 ] || usage
    is_new "$4"
    [ -f "$2/backup_label" ] || { echo "$0: $2 is no base backup (backup_label is missing)" >&2; exit 1; }
    settings=$(required_settings "$2")
    [ -n "$settings" ] || { echo "$0: pg_controldata does not read $2" >&2; exit 1; }
    mkdir -p "$4"
    cp -a "$2/." "$4"
    chmod 700 "$4"
    archive=$(cd "$3" && pwd)
    {
        echo "$settings"
        # The restored database goes on from another past: its log must not be mixed with the old one's.
        echo "archive_mode = off"
        echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
        echo "recovery_target_action = promote"
        # Without a moment an empty one: a backup of what was once restored to a moment brings that one along.
        echo "recovery_target_time = '${5-}'"
    } >>"$4/postgresql.auto.conf"
    : >"$4/recovery.signal"
    echo "Start PostgreSQL on $4: it recovers and then takes commands. Then: yrd verify --postgres ..."
    ;;
*)
    usage
    ;;
esac
