#!/usr/bin/env bash
# Measures Coffer beside Apache and nginx, all started here on loopback and ended again. See docs/performance.md.
#
#   ./bench.sh                    all rows, quick
#   ./bench.sh --full             for figures to keep: about three quarters of an hour, on a machine that does nothing else
#   ./bench.sh --rows 1,3-6 --servers coffer,apache --rounds 3
#   ./bench.sh --help             everything else
#
# The report goes to the terminal and to bench/target/bench.md and bench.json.
set -euo pipefail

coffer_root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cd "$coffer_root"
# shellcheck source=build/jdk.sh
. build/jdk.sh
# shellcheck source=build/packages.sh
. build/packages.sh

# What is measured and what measures, as command (or file) and the Debian package that holds it.
readonly PROGRAMS=(
  apache2:apache2
  nginx:nginx-light
  /usr/lib/nginx/modules/ngx_http_dav_ext_module.so:libnginx-mod-http-dav-ext
  '/usr/lib/postgresql/*/bin/initdb:postgresql'
  strace:strace
  nextcloudcmd:nextcloud-desktop-cmd
  runuser:util-linux
)

coffer_use_jdk
coffer_need_maven
mkdir -p bench/target

mapfile -t missing < <(coffer_missing_programs "${PROGRAMS[@]}")
if [ "${#missing[@]}" != 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]##*:} …" >&2
    coffer_install_packages bench/target/install.log "${missing[@]##*:}"
  else
    echo "Not installed: ${missing[*]##*:}. Servers that need them cannot be measured; leave them out with --servers." >&2
  fi
fi

# Maven looks by itself whether anything must be compiled.
if ! coffer_maven bench/target/build.log -pl bench -am -Dmaven.test.skip=true package >/dev/null 2>&1; then
  grep -E '^\[(ERROR|WARNING)\]' bench/target/build.log >&2 || true
  echo "The build failed; the whole output is in bench/target/build.log." >&2
  exit 1
fi
# Builds Coffer if its sources are newer than the last build: a start that is measured must not build.
./coffer --version >/dev/null

exec "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -jar bench/target/coffer-bench.jar "$@"
