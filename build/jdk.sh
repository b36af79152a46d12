# Finds a JDK 25 and exports JAVA_HOME. Sourced by ./coffer and ./check; prints nothing when it succeeds.
#
# Order: JAVA_HOME if it is one, then the places where packages, SDKMAN! and IDEs put JDKs, then the java on the PATH.

coffer_jdk_version=25

# A JDK says its version in the file `release`; asking it there is a hundred times cheaper than starting it.
coffer_is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    grep -Eq "^JAVA_VERSION=\"${coffer_jdk_version}([.+\"-]|\$)" "$1/release"
}

coffer_find_jdk() {
  local home java
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && coffer_is_jdk "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  if java=$(command -v java) && java=$(readlink -f "$java") && coffer_is_jdk "${java%/bin/java}"; then
    printf '%s\n' "${java%/bin/java}"
    return 0
  fi
  return 1
}

# Exports JAVA_HOME or ends the program that sourced this file.
coffer_use_jdk() {
  local found
  if ! found=$(coffer_find_jdk); then
    cat >&2 <<MESSAGE
Coffer needs a JDK ${coffer_jdk_version} and found none: JAVA_HOME is '${JAVA_HOME:-}', and neither /usr/lib/jvm, ~/.sdkman, ~/.jdks
nor the PATH holds one. Install it, for example Eclipse Temurin ${coffer_jdk_version} (package temurin-${coffer_jdk_version}-jdk from
adoptium.net) or openjdk-${coffer_jdk_version}-jdk of your distribution, or set JAVA_HOME to the one you have.
MESSAGE
    exit 1
  fi
  export JAVA_HOME="$found"
}

coffer_need_maven() {
  if ! command -v mvn >/dev/null; then
    echo "Coffer is built with Maven (3.8.6 or newer) and found no mvn on the PATH: apt-get install maven" >&2
    exit 1
  fi
}

# Runs Maven with the arguments after the first, which names a file for a copy of its output. A jar whose POM cannot be had
# still resolves, without the dependencies that the POM would have named; Maven only warns. Such a build works by accident,
# so the warning is a failure here.
coffer_maven() {
  local log=$1 status=0
  shift
  # Maven's own libraries use what JDK 25 warns of; the warnings would hide ours.
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
    mvn -B -Dstyle.color=never -f "$coffer_root/pom.xml" "$@" 2>&1 | tee "$log" || status=1
  if grep -q 'The POM for .* is missing' "$log"; then
    echo "Maven built without these POMs, so dependencies may be missing; this counts as a failed build:" >&2
    grep 'The POM for .* is missing' "$log" | sort -u >&2
    status=1
  fi
  return $status
}
