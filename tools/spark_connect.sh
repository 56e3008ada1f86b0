#!/bin/sh
# A Spark Connect server on this machine, for tests and for trying things out; out of the jars that PySpark brings.
#
#   tools/spark_connect.sh run COMMAND…   start one, run the command with ESCRUTINIO_SPARK=sc://…, stop it
#   tools/spark_connect.sh start          start one and print its URL; it ends by itself after two hours
#   tools/spark_connect.sh stop           stop the one that `start` started
#
# Needs PySpark in VENV (make setup-spark) and Java 17 or newer; where there is none and we are root on Debian or
# Ubuntu, it installs the packaged one. It listens on 127.0.0.1 only. Settings, all optional:
#   VENV=.venv   SPARK_PORT=15002   SPARK_MEMORY=1g   SPARK_LIFE=7200 (seconds after which it ends whatever happens)
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
port=${SPARK_PORT:-15002}
folder=${TMPDIR:-/tmp}/escrutinio-spark-$(id -u)-$port
life=${SPARK_LIFE:-7200}
url=sc://127.0.0.1:$port

say() { echo "spark: $*" >&2; }

die() { say "$*"; exit 1; }

# Java's major version; nothing where it does not run (a name on the PATH may be an empty shim).
java_version() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'; }

# JAVA_HOME's Java, else the one on the PATH: 17 or newer.
java_is_there() {
  command=${JAVA_HOME:+$JAVA_HOME/bin/}java
  version=$(java_version "$command" || true)
  [ -n "$version" ] && [ "$version" -ge 17 ]
}

need_java() {
  java_is_there && return
  command -v apt-get >/dev/null || die "no Java 17 or newer was found. Install one, or set JAVA_HOME."
  [ "$(id -u)" = 0 ] || die "no Java 17 or newer was found. Install one: sudo apt-get install default-jre-headless"
  say "installing a Java runtime (default-jre-headless)"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless; } >&2
  unset JAVA_HOME
  java_is_there || die "the packaged Java does not run, or is older than 17. Install a newer one, or set JAVA_HOME."
}

answers() {
  "$venv/bin/python" - "$port" <<'PY'
import socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1).close()
except OSError:
    sys.exit(1)
PY
}

launch() {
  "$venv/bin/python" -c "import pyspark" 2>/dev/null || die "PySpark is not in $venv. Run: make setup-spark"
  need_java
  answers && die "something else listens on port $port. Name a free one: SPARK_PORT=15003"
  rm -rf "$folder"
  mkdir -p "$folder"
  SPARK_HOME=$("$venv/bin/python" -c "import os, pyspark; print(os.path.dirname(pyspark.__file__))")
  export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1
  export PYSPARK_PYTHON="$venv/bin/python"
  timeout -k 10 "$life" "$SPARK_HOME/bin/spark-submit" \
    --class org.apache.spark.sql.connect.service.SparkConnectServer \
    --master "local[2]" --driver-memory "${SPARK_MEMORY:-1g}" \
    --conf spark.connect.grpc.binding.address=127.0.0.1 --conf "spark.connect.grpc.binding.port=$port" \
    --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 \
    --conf "spark.local.dir=$folder" --conf "spark.sql.warehouse.dir=$folder/warehouse" \
    >"$folder/log" 2>&1 </dev/null &
  echo $! >"$folder/pid"
  for _ in $(seq 120); do
    answers && return
    kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
    sleep 0.5
  done
  tail -n 20 "$folder/log" >&2
  halt
  die "the server did not start; its last words are above."
}

# `timeout` hands the signal on to the server, and goes when it has gone.
halt() {
  [ -f "$folder/pid" ] || return 0
  kill "$(cat "$folder/pid")" 2>/dev/null || true
  for _ in $(seq 40); do
    kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
    sleep 0.25
  done
  rm -rf "$folder"
}

case ${1:-} in
  run)
    shift
    [ $# -gt 0 ] || die "run what? tools/spark_connect.sh run COMMAND…"
    trap halt EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    launch
    say "$url answers"
    ESCRUTINIO_SPARK=$url "$@"
    ;;
  start)
    launch
    echo "$url"
    ;;
  stop) halt ;;
  *) die "say run, start or stop; the head of $0 tells more" ;;
esac
