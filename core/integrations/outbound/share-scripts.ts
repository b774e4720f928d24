/** KEYS: places, turns, alive, rate, halt, probe. Each call is one script, so that two processes cannot come between. */

const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/**
 * ARGV: id, places, milliseconds a place is kept, milliseconds a turn is kept, calls in a window (0: any number),
 * milliseconds of the window. Gives a word and milliseconds.
 */
export const ENTER = `${NOW}
local id, atOnce, kept, turn = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local requests, window = tonumber(ARGV[5]), tonumber(ARGV[6])
local function forget() redis.call('ZREM', KEYS[2], id); redis.call('ZREM', KEYS[3], id) end

local untilText, breaker = unpack(redis.call('HMGET', KEYS[5], 'until', 'breaker'))
if untilText then
  local left = tonumber(untilText) - now
  if left > 0 then
    forget()
    return { breaker == '1' and 'open' or 'paused', left }
  end
  if breaker == '1' and redis.call('EXISTS', KEYS[6]) == 1 then
    forget()
    return { 'open', math.max(1, redis.call('PTTL', KEYS[6])) }
  end
end

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now)) do
  redis.call('ZREM', KEYS[2], gone); redis.call('ZREM', KEYS[3], gone)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[2], 'NX', time[1] * 1000000 + time[2], id)
redis.call('ZADD', KEYS[3], now + turn, id)
redis.call('PEXPIRE', KEYS[2], turn * 2); redis.call('PEXPIRE', KEYS[3], turn * 2)
if redis.call('ZRANK', KEYS[2], id) >= atOnce - redis.call('ZCARD', KEYS[1]) then return { 'full', 0 } end

if requests > 0 then
  local used = tonumber(redis.call('GET', KEYS[4]) or '0')
  if used >= requests then return { 'rate', math.max(1, redis.call('PTTL', KEYS[4])) } end
  redis.call('INCR', KEYS[4])
  if used == 0 then redis.call('PEXPIRE', KEYS[4], window) end
end
forget()
redis.call('ZADD', KEYS[1], now + kept, id); redis.call('PEXPIRE', KEYS[1], kept * 2)
if untilText and breaker == '1' then
  redis.call('SET', KEYS[6], id, 'PX', kept)
  return { 'probe', 0 }
end
return { 'go', 0 }`

/** ARGV: id. A probe that ends without having proved anything leaves its turn to the next one. */
export const LEAVE = `for key = 1, 3 do redis.call('ZREM', KEYS[key], ARGV[1]) end
if redis.call('GET', KEYS[6]) == ARGV[1] then redis.call('DEL', KEYS[6]) end
return 0`

/** ARGV: milliseconds, 1 where a probe has to follow. A longer wait stays, and so does the need of a probe. */
export const HALT = `${NOW}
local untilText, breaker = unpack(redis.call('HMGET', KEYS[5], 'until', 'breaker'))
local ends = math.max(tonumber(untilText or '0'), now + tonumber(ARGV[1]))
local probe = (ARGV[2] == '1' or breaker == '1') and '1' or '0'
redis.call('HSET', KEYS[5], 'until', ends, 'breaker', probe)
redis.call('PEXPIRE', KEYS[5], ends - now + (probe == '1' and 3600000 or 0))
redis.call('DEL', KEYS[6])
return 0`

/** The probe found the provider back. What it asked to wait stays. */
export const RESUME = `${NOW}
local ends = tonumber(redis.call('HGET', KEYS[5], 'until') or '0')
if ends > now then redis.call('HSET', KEYS[5], 'breaker', '0') else redis.call('DEL', KEYS[5]) end
redis.call('DEL', KEYS[6])
return 0`

export const FORGET = `return redis.call('DEL', KEYS[4], KEYS[5], KEYS[6])`

/** Changes nothing. Gives milliseconds for which no call goes out, whether one has to find out then, and the calls of the window. */
export const LOOK = `${NOW}
local untilText, breaker = unpack(redis.call('HMGET', KEYS[5], 'until', 'breaker'))
local left = math.max(0, tonumber(untilText or '0') - now)
return { left, breaker == '1' and 1 or 0, tonumber(redis.call('GET', KEYS[4]) or '0') }`
