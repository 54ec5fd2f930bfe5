# What every Airflow of this project is told, and how its parts are started and stopped; `dags/standalone` and
# `deploy/cluster/surroundings.sh` read it. They set `repository` before.
port=${AIRFLOW__API__PORT:-8080}
host=${AIRFLOW__API__HOST:-127.0.0.1}
case $host in 0.0.0.0 | ::) own=127.0.0.1 ;; *) own=$host ;; esac

export PATH="$repository/.venv/bin:$PATH"
export LANTOA_HOME=${LANTOA_HOME:-$repository/data}
export AIRFLOW_HOME=${AIRFLOW_HOME:-$repository/.airflow}
export AIRFLOW__CORE__DAGS_FOLDER=$repository/dags
export AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__CORE__PARALLELISM=${AIRFLOW__CORE__PARALLELISM:-4}
export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://$own:$port/execution/
export AIRFLOW__API__HOST=$host
export AIRFLOW__API__WORKERS=1
# On a small machine that is busy, the one server can take longer to answer than the 5 s after which a task fails.
export AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT=60
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
export PYTHONPATH=$repository${PYTHONPATH:+:$PYTHONPATH}
passwords=${AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE:-$AIRFLOW_HOME/simple_auth_manager_passwords.json.generated}

failed() {
  echo "$1: see $AIRFLOW_HOME/*.log" >&2
  exit 1
}

answers() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

require_free() {
  if answers "$1" "$2"; then
    echo "port $2 is taken: set $3 to another" >&2
    exit 1
  fi
}

# Writes who may log in, and refuses what is open to everybody.
prepare_users() {
  users=$(python -m lantoa.airflow_users "$host" "$passwords")
  if [ -n "$users" ]; then export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS=$users; fi
}

prepare_database() {
  airflow db migrate >/dev/null
  airflow pools set warehouse_writer 1 "the warehouse has one writer" >/dev/null
}

# The parts that `airflow standalone` starts, one by one, since its two servers of logs listen on all addresses and
# can't be told otherwise. One process group for all, so that stopping reaches what the parts have started too. On a
# busy machine a part can end where another one holds the file for long: it is started anew, unless it did not last a
# minute.
start_parts() {
  setsid bash -c '
    part() {
      while true; do
        began=$SECONDS
        airflow "$@" || true
        if [ $((SECONDS - began)) -lt 60 ]; then return; fi
        echo "airflow $1 ended and is started anew"
      done
    }
    part api-server &
    part scheduler --skip-serve-logs &
    part dag-processor &
    part triggerer --skip-serve-logs &
    wait -n
  ' >>"$AIRFLOW_HOME/standalone.log" 2>&1 &
  parts=$!
}

# Ends process groups: TERM, and KILL after 20 s.
stop_groups() {
  local group still
  for group in "$@"; do kill -TERM -- "-$group" 2>/dev/null || true; done
  for _ in $(seq 40); do
    still=
    for group in "$@"; do if kill -0 -- "-$group" 2>/dev/null; then still=1; fi; done
    [ -n "$still" ] || return 0
    sleep 0.5
  done
  for group in "$@"; do kill -KILL -- "-$group" 2>/dev/null || true; done
}

await_server() {
  until answers "$own" "$port"; do
    kill -0 "$parts" 2>/dev/null || failed "Airflow did not start"
    sleep 1
  done
}

tell() {
  echo "Airflow is at http://$own:$port"
  if [ -n "$users" ]; then
    echo "login:    the users of LANTOA_AIRFLOW_USERS"
  else
    echo "login:    $(sed -E 's/[{}"]//g; s/: / \/ /' "$passwords")"
  fi
  echo "log:      $AIRFLOW_HOME/standalone.log"
  echo "Ctrl-C ends it."
}
