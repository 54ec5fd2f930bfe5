# What every machine of a cluster is told, and how it starts a worker; `start` and `worker` read it. They set
# `repository` before.
address=${CLUSTER_ADDRESS:-127.0.0.1}
postgres_port=${CLUSTER_POSTGRES_PORT:-55432}
redis_port=${CLUSTER_REDIS_PORT:-56379}
case $address in
  0.0.0.0 | *:*)
    echo "CLUSTER_ADDRESS is $address: expected the first machine's own IPv4 address in a private network" >&2
    exit 1
    ;;
esac
export AIRFLOW_HOME=${AIRFLOW_HOME:-$repository/.cluster}
export AIRFLOW__API__HOST=${AIRFLOW__API__HOST:-$address}
. "$repository/dags/surroundings.sh"
umask 077
secrets=$AIRFLOW_HOME/secrets
machines=()

# Reads what every machine of a cluster has to share, and tells Airflow and lantoa where the first machine is.
use_secrets() {
  local name value
  . "$secrets"
  for name in POSTGRES_PASSWORD REDIS_PASSWORD API_SECRET_KEY JWT_SECRET FERNET_KEY; do
    value=${!name:-}
    if [ ${#value} -lt 32 ]; then
      echo "$secrets: expected $name of 32 characters or more, as deploy/cluster/secrets_file.py draws it" >&2
      exit 1
    fi
  done
  export AIRFLOW__API__SECRET_KEY=$API_SECRET_KEY
  export AIRFLOW__API_AUTH__JWT_SECRET=$JWT_SECRET
  export AIRFLOW__CORE__FERNET_KEY=$FERNET_KEY
  export PGPASSFILE=$AIRFLOW_HOME/pgpass
  echo "$address:$postgres_port:*:lantoa:$POSTGRES_PASSWORD" >"$PGPASSFILE"
  export LANTOA_WAREHOUSE="ducklake:postgres:host=$address port=$postgres_port dbname=lantoa user=lantoa"
  export AIRFLOW__CORE__EXECUTOR=CeleryExecutor
  export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql+psycopg2://lantoa@$address:$postgres_port/airflow
  export AIRFLOW__CELERY__RESULT_BACKEND=db+$AIRFLOW__DATABASE__SQL_ALCHEMY_CONN
  export AIRFLOW__CELERY__BROKER_URL=redis://:$REDIS_PASSWORD@$address:$redis_port/0
  export AIRFLOW__CELERY__WORKER_CONCURRENCY=2
  export AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER=1
  export AIRFLOW__CELERY__SYNC_PARALLELISM=1
  # The pages read the logs of all machines here: a worker's own server of logs would listen on all addresses.
  export AIRFLOW__LOGGING__BASE_LOG_FOLDER=$LANTOA_HOME/airflow-logs
}

start_worker() {
  setsid airflow celery worker --celery-hostname "$1" --skip-serve-logs >>"$AIRFLOW_HOME/$1.log" 2>&1 &
  machines+=($!)
}
