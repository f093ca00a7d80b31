#!/bin/sh
# One CI job of a portal: start a registry, make a sandbox, seed three people, run the portal's tests in parallel with one
# slow and one failing call, verify what was called, throw all away. Needs dancu, curl, jq and python3.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)

# Start, on a free port. However this script ends, nothing is left.
dancu serve --port 0 --data "$work" --ready-file "$work/ready.json" > "$work/log" 2>&1 &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" || true; rm -rf "$work"' EXIT
until [ -f "$work/ready.json" ]; do
    kill -0 "$server" 2> /dev/null || { cat "$work/log"; exit 1; }
    sleep 0.1
done
base_url=$(jq -r .base_url "$work/ready.json")
dev_key=$(jq -r .dev_key "$work/ready.json")

# A call that has to succeed: call KEY METHOD URL [BODY]
call() {
    curl --silent --show-error --fail-with-body --request "$2" "$3" --header "X-API-Key: $1" \
        ${4:+--header 'Content-Type: application/json' --data "$4"}
}

# A sandbox: a world of its own, whose key opens nothing else.
call "$dev_key" POST "$base_url/admin/sandboxes" > "$work/sandbox.json"
id=$(jq -r .id "$work/sandbox.json")
key=$(jq -r .key "$work/sandbox.json")
url=$(jq -r .urls.base_url "$work/sandbox.json")

# Three people.
for person in \
    '{"number": "001090000020", "full_name": "Nguyễn Văn An", "date_of_birth": "1990-03-01", "gender": "male"}' \
    '{"number": "001190000015", "full_name": "Trần Thị Bình", "date_of_birth": "1990-02-03", "gender": "female"}' \
    '{"number": "001185000012", "full_name": "Lê Thị Chi", "date_of_birth": "1985-11-30", "gender": "female"}'; do
    call "$key" POST "$url/v1/citizens" "$person" > /dev/null
done

# Who asks about Bình waits; who asks about Chi is refused the first time.
call "$key" POST "$url/admin/rules" '{"condition": {"number": "001190000015"}, "scenario": "slow=1s"}' > /dev/null
call "$key" POST "$url/admin/rules" '{"condition": {"number": "001185000012"}, "sequence": ["unavailable", "pass"]}' > /dev/null

# The portal's tests, at the same time.
export REGISTRY_URL="$url" REGISTRY_KEY="portal-key"
tests=""
for name in at_once a_slow_registry_is_waited_for a_failing_registry_is_asked_again; do
    python3 "$here/portal_tests.py" "Linking.test_$name" &
    tests="$tests $!"
done
for test in $tests; do
    wait "$test"
done

# What was called: 417 and a failed job where that is something else.
call "$key" POST "$url/admin/verify?format=text" '[
    {"name": "An, right and wrong", "call": {"operation": "match", "number": "001090000020"}, "times": 2},
    {"name": "Bình, once", "call": {"operation": "match", "number": "001190000015"}, "times": 1},
    {"name": "Chi, in vain", "call": {"operation": "match", "number": "001185000012", "status": 503}, "times": 1},
    {"name": "Chi, again", "call": {"operation": "match", "number": "001185000012", "outcome": "match"}, "times": 1}
]'

# Throw it away. The end of the script does so for the server.
call "$dev_key" DELETE "$base_url/admin/sandboxes/$id"
