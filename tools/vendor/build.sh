#!/bin/sh
# Rebuild static/vendor and tests/vendor from the packages pinned in package.json.
# Needs Node 20 or newer, npm and Python 3.11 or newer. node_modules stays untracked.
set -eu
cd "$(dirname "$0")"
npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs
python3 ../world_map.py
