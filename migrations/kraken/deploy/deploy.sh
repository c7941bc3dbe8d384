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

# The lines as systemd reads an EnvironmentFile: text, in which nothing but quotes and backslashes has a meaning.
environment_lines() {
    awk -v single="'" '
        function value(text,    out, kept, state, i, c) {
            for (i = 1; i <= length(text); i++) {
                c = substr(text, i, 1)
                if (state == "" && c ~ /[ \t]/)
                    continue
                if (c == state || state == "" && (c == "\"" || c == single)) {
                    state = c == state ? "" : c
                    continue
                }
                state = state == "" ? "plain" : state
                if (c == "\\" && state != single) {
                    c = substr(text, ++i, 1)
                    out = out (state == "plain" || index("\"\\`$", c) ? "" : "\\") c
                    kept = length(out)
                    continue
                }
                out = out c
                kept = state == "plain" && c ~ /[ \t\r]/ ? kept : length(out)
            }
            return substr(out, 1, kept)
        }
        /^[ \t]*[A-Za-z_][A-Za-z_0-9]*[ \t]*=/ {
            at = index($0, "=")
            name = substr($0, 1, at - 1)
            gsub(/[ \t]/, "", name)
            print name "=" value(substr($0, at + 1))
        }' "$environment"
}

read_environment() {
    if [ -z "${DATABASE_URL:-}" ] && [ -r "$environment" ]; then
        while IFS= read -r line; do
            [ -z "$line" ] || export "${line?}"
        done <<END
$(environment_lines)
END
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
