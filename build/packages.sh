# Finds and installs programs of Debian packages without starting the services that they bring. Sourced by ./check and ./bench.sh.
#
# Programs are named as command (or file, which may be a pattern) and package: `nginx:nginx-light`.

coffer_has_program() {
  case $1 in
    */*) compgen -G "$1" >/dev/null ;;
    *) PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null ;;
  esac
}

# Prints those of the entries that are not there, one a line.
coffer_missing_programs() {
  local entry
  for entry in "$@"; do
    coffer_has_program "${entry%:*}" || printf '%s\n' "$entry"
  done
}

# Installs packages, with the output of apt in the file named first; ends the program that sourced this file when that fails.
coffer_install_packages() {
  local log=$1 policy=/usr/sbin/policy-rc.d had_policy=yes had_postgresql=yes status=0 start_conf
  shift
  [ -e "$policy" ] || had_policy=no
  coffer_has_program '/usr/lib/postgresql/*/bin/initdb' || had_postgresql=no
  if [ "$had_policy" = no ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  {
    apt-get -q update &&
      DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
  } >"$log" 2>&1 || status=$?
  [ "$had_policy" = yes ] || rm -f "$policy"
  # Debian's package makes a cluster that starts with the machine; tests and benches make their own.
  if [ "$had_postgresql" = no ]; then
    for start_conf in /etc/postgresql/*/main/start.conf; do
      [ ! -e "$start_conf" ] || echo manual >"$start_conf"
    done
  fi
  if [ "$status" != 0 ]; then
    tail -n 30 "$log" >&2
    echo "Installing $* failed; the whole output is in $log." >&2
    exit 1
  fi
}
