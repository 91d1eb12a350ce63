-- One store's rate-limit window, shared by all processes: records what a process reports, and decides on one permit.
-- The arithmetic is that of RateWindow in the core package. Times are microseconds of this server's clock.
--
-- KEYS[1]  the store's hash: field 'w' is the window, each other field a process
-- ARGV     1 process, 2 number of the report, 3 permits taken in all, 4 requests in flight, 5 ask for a permit (1/0),
--          6 lane (0 foreground, 1 background), 7 time waited, 8 foreground callers that wait in the process,
--          9 reserve (requests), 10 reserve (share), 11 responses, 12 the time (0: this server's),
--          13 background callers that wait in the process
-- Reply    granted now available limit length turn processes retry closed
local function parse(text)
  local numbers = {}
  for number in string.gmatch(text, '%S+') do numbers[#numbers + 1] = tonumber(number) end
  return numbers
end

local function write(numbers)
  local texts = {}
  for i = 1, #numbers do texts[i] = string.format('%.0f', numbers[i]) end
  return table.concat(texts, ' ')
end

local LONGEST_LIFE = 600000        -- ms that the key outlives its last use: longer than any window
local DOUBT = 10000000             -- a process that is silent for so long has spent what it had in flight
local ABSENT = 60000000            -- and after so long it is gone
local YOUNG = 500000               -- a window this young may not know all processes yet
local UNKNOWN_LIMIT = 4            -- requests in flight before the first response
local BACKGROUND_TURN = 10         -- background gets one permit of so many
local LEAD = 0.5                   -- permits a caller that one process may be ahead of another when little is left
local POLL, POLL_STEP = 150000, 150000
local ACTIVE = 1000000             -- a process that was heard of this recently comes for more

local now = tonumber(ARGV[12])
if now == 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local key, id, seq, total, inflight = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local asks, lane, since, foreground = ARGV[5] == '1', tonumber(ARGV[6]), now - tonumber(ARGV[7]), tonumber(ARGV[8])

-- limit (0: not known), lowest rest told, length, ends after, ends before (0: not known), turns, own permits, others'
-- permits, others' in the window before, created, closed until, foreground permits since background, tells nothing,
-- how long responses take, when the script ran last, when the window had begun for certain, requests whose response tells nothing (and
-- that an earlier request's response may not count), when the last of them ended
local limit, left, length, after, before, turn, own, others, othersBefore, born, closed, foregroundTurns, tellsNothing, latency, last,
  begun, lost, lostAt = 0, 0, 30000000, 0, 0, 0, 0, 0, 0, now, 0, 0, 0, 0, now, 0, 0, 0
-- of a process: last report, permits taken in all, in flight, last seen, waiting since, lane, foreground callers that wait,
-- waits until, permits taken before this window, callers
local SEQ, TOTAL, FLIGHT, SEEN, SINCE, LANE, FOREGROUND, UNTIL, START, CALLERS = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local processes = {}
local all = redis.call('HGETALL', key)
for i = 1, #all, 2 do
  local numbers = parse(all[i + 1])
  if all[i] == 'w' then
    limit, left, length, after, before, turn, own, others, othersBefore, born, closed, foregroundTurns, tellsNothing, latency, last,
      begun, lost, lostAt =
      numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8], numbers[9],
      numbers[10], numbers[11], numbers[12], numbers[13], numbers[14], numbers[15], numbers[16],
      numbers[17], numbers[18]
  else
    processes[all[i]] = numbers
  end
end

-- The clock was set back, or a replica with a slower clock has taken over: where the window ends is not known any more. A clock that was
-- set forward ends the window early, and the next response corrects that.
local function move(time, by) return time == 0 and 0 or math.max(1, time + by) end
if now < last then
  limit, before, turn, closed, born, lost = 0, 0, 0, 0, now - YOUNG, 0
  for name, process in pairs(processes) do
    process[SEEN], process[SINCE], process[UNTIL] =
      now - (last - process[SEEN]), move(process[SINCE], now - last), move(process[UNTIL], now - last)
    redis.call('HSET', key, name, write(process))
  end
end

-- Reports are absolute and numbered, so one that is lost, repeated or late does no harm.
local me = processes[id]
local isLate = me ~= nil and seq <= me[SEQ]
if not isLate then
  if me == nil then
    own = own + inflight
    me = { seq, total, inflight, now, 0, 0, 0, 0, total - inflight, 0 }
    processes[id] = me
  else
    own = math.max(0, own + total - me[TOTAL])
    me[SEQ], me[TOTAL], me[FLIGHT], me[SEEN] = seq, total, inflight, now
  end
end

local flight, count = 0, 0
for name, process in pairs(processes) do
  if process ~= me and now - process[SEEN] > DOUBT and process[FLIGHT] > 0 then
    left = math.max(0, left - process[FLIGHT])
    process[FLIGHT] = 0
    redis.call('HSET', key, name, write(process))
  end
  if process ~= me and now - process[SEEN] > ABSENT and now > process[UNTIL] then
    redis.call('HDEL', key, name)
    processes[name] = nil
  else
    flight = flight + process[FLIGHT]
    count = count + 1
  end
end

local function seenOthers()
  return limit == 0 and 0 or math.max(others, limit - left - own)
end

-- Everybody has taken nothing of a new window.
local function startAgain()
  for name, process in pairs(processes) do
    process[START], process[CALLERS] = process[TOTAL], process[FLIGHT]
    if process ~= me then redis.call('HSET', key, name, write(process)) end
  end
end

if limit > 0 and now >= turn then
  startAgain()
  othersBefore, others = seenOthers(), 0
  own, left, begun, lost = flight, limit, now, 0
  after, before, turn = after + length, 0, now + length
end

local function begin(rest, received, endsAfter, endsBefore)
  left, begun, after, before, turn = rest, received, endsAfter, endsBefore, endsBefore
end

local function answered(sent, received, newLimit, rest, window, reset, responses)
  newLimit = math.min(newLimit, 2147483647)
  rest = math.min(rest, newLimit)
  if window > 0 then length = math.min(math.max(window, 1000000), 300000000) end
  local endsAfter = sent + math.min(math.max(reset, 0), length)
  local endsBefore = received + math.min(reset < 0 and length or reset, length) + 1000
  -- It tells of the window before. (If it was sent in this one, the clock was set, or the store has moved its windows.)
  if limit > 0 and endsBefore < after and sent < begun then
    return
  end
  lost = sent > lostAt and 0 or lost
  rest = math.max(0, rest - lost)
  if limit == 0 then
    limit, own = newLimit, newLimit - rest + flight
    begin(rest, received, endsAfter, endsBefore)
  elseif before > 0 and endsAfter > before then
    startAgain()
    othersBefore, others = seenOthers(), 0
    limit, own = newLimit, flight + responses
    begin(rest, received, endsAfter, endsBefore)
  else
    limit, left = newLimit, math.min(left, rest)
    after = math.max(after, endsAfter)
    before = before == 0 and endsBefore or math.min(before, endsBefore)
    if after > before then after, before = endsAfter, endsBefore end
    turn = before
  end
end

local responses = {}
for text in string.gmatch(ARGV[11], '[^;]+') do responses[#responses + 1] = parse(text) end
for _, response in ipairs(responses) do
  -- The process does not know yet that the clock was set back.
  local ahead = response[1] - now
  if ahead > 0 then
    ahead = response[2] - now
    response[1], response[2], response[7] = response[1] - ahead, now, response[7] - ahead
  end
  closed = math.max(closed, response[7])
  latency = math.max(response[2] - response[1], latency * 0.9)
  if response[3] > 0 then
    answered(response[1], response[2], response[3], response[4], response[5], response[6], #responses)
  elseif limit > 0 then
    left, lost, lostAt = math.max(0, left - 1), lost + 1, math.max(lostAt, response[2])
  elseif response[4] > 0 then
    tellsNothing = 1
  end
end

-- Early in a window, permits that were taken far from the limit may not be reported yet.
if left * 3 <= limit then others = seenOthers() end

local granted, retry = 0, 0
if asks and not isLate then
  me[LANE] = lane
  me[CALLERS] = math.max(me[CALLERS], me[FLIGHT] + 1 + foreground + tonumber(ARGV[13]))
  local function isPolling(process) return process[SINCE] > 0 and now < process[UNTIL] and process[UNTIL] - now < 2500000 end
  local function level(process) return (process[TOTAL] - process[START]) / process[CALLERS] end

  -- Foreground callers that wait elsewhere, and the callers of this lane that come for more: how many, and who got least.
  local foregroundElsewhere, callers, least = 0, 0, math.huge
  for _, process in pairs(processes) do
    if process ~= me and now < process[UNTIL] then foregroundElsewhere = foregroundElsewhere + process[FOREGROUND] end
    if process[LANE] == lane and process[CALLERS] > 0
      and (isPolling(process) or (process[FLIGHT] > 0 and now - process[SEEN] < ACTIVE)) then
      callers = callers + process[CALLERS]
      least = math.min(least, level(process))
    end
  end

  -- How many permits may be taken now, and how many at most once all responses are there.
  local room, most
  if limit == 0 then
    most = math.huge
    room = tellsNothing == 1 and math.huge or UNKNOWN_LIMIT - flight
  else
    local seen = seenOthers()
    local reserve = math.min(math.max(tonumber(ARGV[9]), math.ceil(limit * tonumber(ARGV[10]))), limit - 1)
    local kept = math.max(0, reserve - seen)
    local unseen = before == 0 and othersBefore or 0

    -- So many requests may other apps send while ours are in flight: an eighth of what they send in a window, or more in a rush.
    -- Of our own in flight, about half are counted already.
    local likely = math.max(seen, limit - left - own + flight / 2)
    local rush = likely * latency / math.max(now - (turn - length), 500000)
    local careful = math.floor(math.max((math.max(seen, othersBefore) + 7) / 8, rush + 4 * math.sqrt(rush)))
    most = left - kept
    room = left - flight - math.max(kept, unseen) - careful
    if flight == 0 and most > 0 then room = math.max(room, 1) end
  end
  if now - born < YOUNG then room = math.min(room, UNKNOWN_LIMIT - flight) end
  if lane == 1 and foregroundTurns < BACKGROUND_TURN - 1 then
    room, most = room - foregroundElsewhere, most - foregroundElsewhere
  end

  -- When little is left, a process that has taken more for each of its callers lets others catch up. Otherwise who waits longest is first.
  local isScarce = room <= 2 * callers
  local function isAhead(process) return isScarce and level(process) >= least + LEAD end
  local older = 0
  for _, process in pairs(processes) do
    if process ~= me and isPolling(process)
      and (process[LANE] < lane or (process[LANE] == lane and process[SINCE] < since and not isAhead(process))) then
      older = older + 1
    end
  end

  if now < closed then
    retry = closed
  elseif room > older and not isAhead(me) then
    granted = 1
    flight, own = flight + 1, own + 1
    me[TOTAL], me[FLIGHT] = me[TOTAL] + 1, me[FLIGHT] + 1
    foregroundTurns = lane == 1 and 0 or foregroundTurns + 1
  elseif most <= 0 then
    retry = turn
  else
    retry = now + POLL + POLL_STEP * older
    if limit > 0 then retry = math.min(retry, turn) end
  end
  if granted == 1 then
    me[SINCE], me[LANE], me[FOREGROUND], me[UNTIL] = 0, lane, foreground, foreground > 0 and now + 1000000 or 0
  else
    retry = math.max(retry, now + 1000)
    me[SINCE], me[LANE], me[FOREGROUND], me[UNTIL] = since, lane, foreground + 1 - lane, retry + 1000000
  end
end

if not isLate then redis.call('HSET', key, id, write(me)) end
redis.call('HSET', key, 'w', write({
  limit, left, length, after, before, turn, own, others, othersBefore, born, closed, foregroundTurns, tellsNothing, latency, now,
  begun, lost, lostAt }))
redis.call('PEXPIRE', key, LONGEST_LIFE)
return write({ granted, now, limit > 0 and left - flight or 0, limit, length, turn, count, retry, closed })
