#!/bin/sh
# Installs what running a study needs into the active conda environment, from the project's folder.
set -eu
wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT
sed -n '/^# \[run\]/,/^# \[/p' requirements.lock >"$wanted"
python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r "$wanted"
# The package is used where it lies.
echo "$PWD/src" >"$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/isop_analysis.pth"
