-- wrk: POST prepared bodies to DANCU_BENCH_PATH, one a line in DANCU_BENCH_BODIES (\n stands for a line break), with the
-- headers of DANCU_BENCH_HEADERS, one a line, each thread from its own place on.

local threads = 0

function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

local requests, turn = {}, 0

function init(arguments)
  local headers = {}
  for name, value in os.getenv("DANCU_BENCH_HEADERS"):gmatch("([^\n:]+): ([^\n]*)") do
    headers[name] = value
  end
  for body in io.lines(os.getenv("DANCU_BENCH_BODIES")) do
    body = body:gsub("\\n", "\n")
    requests[#requests + 1] = wrk.format("POST", os.getenv("DANCU_BENCH_PATH"), headers, body)
  end
  turn = math.floor(#requests / 2) * (place % 2)
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- One line for the program that started wrk: requests, microseconds, refused, broken, median and 99th percentile.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "dancu-bench %d %d %d %d %d %d\n",
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)
  ))
end
