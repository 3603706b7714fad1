#!/usr/bin/env bash
# Start a Spark Connect server on loopback, in the foreground: ending this process ends the server.
# Usage: scripts/start_spark_connect.sh [port]        with --prepare: install only
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
port=${1:-15002}
venv=.venv-spark
stamp=$venv/.installe

if [ ! -e "$stamp" ] || [ requirements-spark.lock -nt "$stamp" ]; then
  [ -x "$venv/bin/python" ] || .venv/bin/uv venv --quiet --python .venv/bin/python "$venv"
  VIRTUAL_ENV=$PWD/$venv .venv/bin/uv pip sync --quiet --require-hashes requirements-spark.lock
  touch "$stamp"
fi
[ "$port" = --prepare ] && exit 0
if ! command -v java >/dev/null; then
  echo "Spark demande Java 17 ou plus récent : apt-get install -y --no-install-recommends default-jre-headless" >&2
  exit 2
fi

SPARK_HOME=$("$venv/bin/python" -c 'import pyspark, pathlib; print(pathlib.Path(pyspark.__file__).parent)')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1
# spark-submit replaces this shell, then java replaces spark-submit: one process to end.
exec "$SPARK_HOME/bin/spark-submit" \
  --class org.apache.spark.sql.connect.service.SparkConnectServer \
  --master "local[2]" --driver-memory "${SPARK_MEMORY:-1g}" \
  --driver-java-options "${SPARK_JAVA_OPTIONS:-}" \
  --conf spark.connect.grpc.binding.address=127.0.0.1 \
  --conf "spark.connect.grpc.binding.port=$port" \
  --conf spark.driver.bindAddress=127.0.0.1 \
  --conf spark.ui.enabled=false \
  --conf spark.sql.shuffle.partitions=2 \
  spark-internal
