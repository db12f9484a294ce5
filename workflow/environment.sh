# Sets up the Python environment of ./isop, ./run, ./test and docs/build; read by them, from the project's folder.
#
# The environment lies in .venv. Its paths are written into its scripts, so it is built where it stays, and counts
# only once its marker is there, which is written last: the lock's hash, the Python version and this folder.
# A missing, half-made or stale environment is built anew. What only tests, or the docs' site, need comes to it when
# these first run.

marker=.venv/complete
with_tests=.venv/with-tests
with_docs=.venv/with-docs
building=.venv.building
setup_log=logs/setup.log

say() {
    printf '%s\n' "$*" >&2
}

stop() {
    say "$@"
    exit 1
}

# What the environment must have been made from; prints nothing when that Python doesn't run.
environment_key() {
    "$1" -c 'import hashlib, os, sys
with open("requirements.lock", "rb") as lock:
    print(hashlib.sha256(lock.read()).hexdigest(), "%d.%d" % sys.version_info[:2], ascii(os.getcwd()))' 2>/dev/null
}

environment_is_complete() {
    [ -s "$marker" ] && [ "$(environment_key .venv/bin/python)" = "$(cat "$marker")" ]
}

# An environment that is about to be built anew can't be the one that builds it, even where it is activated.
leave_own_environment() {
    own=$PWD/.venv/bin:
    case $PATH in
        *"$own"*) PATH=${PATH%%"$own"*}${PATH#*"$own"} ;;
    esac
}

# Sets python and version to the first Python that runs, is new enough and can make environments.
find_python() {
    python='' found='' without_venv=''
    for candidate in python3.13 python3.12 python3.11 python3; do
        # A command may exist and yet only print an error, as the shims of pyenv do.
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        case $version in
            3.11 | 3.12 | 3.13) ;;
            3.1[4-9] | 3.[2-9][0-9]) say "Python $version was not tried with this project; going on with it." ;;
            *) found=$version && continue ;;
        esac
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            python=$candidate
            return
        fi
        without_venv=${without_venv:-$version}
    done
    if [ -n "$without_venv" ]; then
        stop "Python $without_venv can't make environments: install the package python$without_venv-venv" \
            "(sudo apt install python$without_venv-venv) and run this again."
    fi
    stop "Python 3.11 or newer is needed, but ${found:+only }${found:-none} was found: install Python 3.13" \
        "(https://www.python.org/downloads, sudo apt install python3 python3-venv, or brew install python@3.13)."
}

# Only one setup at a time; one that was killed holds nothing up.
begin_setup() {
    if ! mkdir "$building" 2>/dev/null; then
        owner=$(cat "$building/process" 2>/dev/null || true)
        if [ -n "$owner" ] && kill -0 "$owner" 2>/dev/null; then
            stop "The environment is being set up by another process ($owner); wait until it is ready."
        fi
        rm -rf "$building"
        mkdir "$building"
    fi
    trap end_setup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    echo "$$" >"$building/process"
}

end_setup() {
    [ -f "$marker" ] || rm -rf .venv
    rm -rf "$building"
}

make_environment() {
    rm -rf .venv
    "$python" -m venv .venv >>"$setup_log" 2>&1 || stop "Python $version could not make the environment .venv" \
        "(on Debian and Ubuntu: sudo apt install python$version-venv); the reason is in $setup_log."
    install_lock run || stop "$(why_not_installed) (pip's log: $setup_log)"
    # The package is used where it lies; relative, so that no folder's name has to survive an encoding.
    echo ../../../../src >"$(echo .venv/lib/python3*/site-packages)/isop_analysis.pth"
    make_command
    environment_key .venv/bin/python >"$building/complete"
    mv "$building/complete" "$marker"
}

# The command `isop` of an activated environment, with its completion.
make_command() {
    printf '%s\n' '#!/bin/sh' 'exec "$(dirname "$0")/python" -m isop_analysis "$@"' >.venv/bin/isop
    chmod +x .venv/bin/isop
}

# Installs parts of the lock: by uv where pip can get it, else by pip.
install_lock() {
    for part in "$@"; do
        part_of_lock "$part"
    done >"$building/wanted"
    get_uv && by_uv || by_pip "$building/wanted"
}

part_of_lock() {
    sed -n "/^# \\[$1\\]/,/^# \\[/p" requirements.lock
}

get_uv() {
    [ -x .venv/bin/uv ] && return
    part_of_lock setup >"$building/setup"
    by_pip "$building/setup"
}

by_uv() {
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes \
        -r "$building/wanted" >>"$setup_log" 2>&1
}

by_pip() {
    PIP_USER=0 .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --require-hashes -r "$1" >>"$setup_log" 2>&1
}

why_not_installed() {
    if grep -q 'DO NOT MATCH THE HASHES' "$setup_log"; then
        echo "A downloaded package is not the one in requirements.lock: its hash differs."
    elif grep -q 'No space left' "$setup_log"; then
        echo "The disk is full: the environment needs about 1.5 GB."
    elif grep -Eq 'connection broken|Connection|ConnectTimeout|name resolution|from versions: none' "$setup_log"; then
        echo "The packages could not be downloaded: connect to the internet and run this again."
    else
        echo "The packages could not be installed: $(grep -i error "$setup_log" | tail -n 1)"
    fi
}

# Adds parts of the lock to a ready environment, once: add <marker> <who alone needs them> <part>...
add() {
    [ -f "$1" ] && return
    added=$1
    mkdir -p logs
    begin_setup
    : >"$setup_log"
    say "Adding what only $2."
    shift 2
    install_lock "$@" || stop "$(why_not_installed) (pip's log: $setup_log)"
    : >"$added"
    end_setup
    trap - EXIT INT TERM HUP
}

set_up() {
    unset PYTHONPATH PYTHONHOME
    if environment_is_complete; then
        [ -x .venv/bin/isop ] || make_command
        return
    fi
    mkdir -p logs
    leave_own_environment
    find_python
    begin_setup
    : >"$setup_log"
    say "Setting up Python $version in .venv; this takes some minutes, once."
    make_environment
    end_setup
    trap - EXIT INT TERM HUP
    say "The environment is ready."
}

set_up_tests() {
    set_up
    add "$with_tests" "tests and notebooks need" run rest
}

set_up_docs() {
    set_up_tests
    add "$with_docs" "the docs' site needs" run rest docs
}
