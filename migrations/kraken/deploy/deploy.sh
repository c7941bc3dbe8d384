#!/bin/sh
# Deploys KRAKEN on the machine that it runs on: the migrations first, the new program only when they went well.
#
#     deploy.sh FOLDER      holds kraken_migrate and kraken_service as the build made them
#
#     DATABASE_URL          the database; where it isn't set, KRAKEN_ENVIRONMENT is read
#     KRAKEN_ENVIRONMENT    NAME="value" lines, those that the service has too: /etc/kraken/environment
#     KRAKEN_BIN            where the service is started from: /srv/kraken/bin
#     KRAKEN_RESTART        restarts it, and fails when it doesn't come up: systemctl restart kraken
#
# The exit status is 0 when the new service runs, else that of what failed: kraken_migrate's 1 or 3, the restart's own.
set -eu

new=${1:?usage: deploy.sh FOLDER}
environment=${KRAKEN_ENVIRONMENT:-/etc/kraken/environment}
bin=${KRAKEN_BIN:-/srv/kraken/bin}
restart=${KRAKEN_RESTART:-systemctl restart kraken}

say() {
    printf 'deploy: %s\n' "$*" >&2
}

read_environment() {
    if [ -z "${DATABASE_URL:-}" ] && [ -r "$environment" ]; then
        set -a
        # shellcheck source=/dev/null
        . "$environment"
        set +a
    fi
}

migrate() {
    status=0
    "$new/kraken_migrate" upgrade head || status=$?
    if [ "$status" -ne 0 ]; then
        say "the migrations failed: no program was replaced, and the service that runs was left alone"
        exit "$status"
    fi
}

# Renamed into its place: a program that runs can't be written to, and half a one can't be started.
install_program() {
    cp "$new/$1" "$bin/$1.new"
    chmod 755 "$bin/$1.new"
    mv -f "$bin/$1.new" "$bin/$1"
}

read_environment
migrate
mkdir -p "$bin"
install_program kraken_migrate
install_program kraken_service
status=0
sh -c "$restart" || status=$?
if [ "$status" -ne 0 ]; then
    say "the database is migrated, but the service didn't come up: '$restart' failed"
    exit "$status"
fi
say "the new service runs"
