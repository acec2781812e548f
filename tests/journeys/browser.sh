#!/bin/sh
# Make sure that the journeys find a Chromium: the system's, or the one that Playwright brings.
# Usage: browser.sh PYTHON
set -eu
python=$1
find_chromium() {
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return 0
  done
  "$python" - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
sys.exit(0 if path.exists() else 1)
PY
}
find_chromium >/dev/null 2>&1 && exit 0
echo "No Chromium found: setting one up for the browser tests."
"$python" -m playwright install chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
else
  echo "Install Chromium with your system's package manager, then run make test again." >&2
  exit 1
fi
