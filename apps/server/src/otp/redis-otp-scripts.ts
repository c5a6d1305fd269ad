/**
 * A request is one hash: `request` (sealed), `wrongTries`, and for each code `code:<id>` with its
 * end in milliseconds, a space and its hash. A script runs alone, so nothing comes between what it
 * reads and what it writes. Time comes with each call: scripts ask no clock.
 */
const LIVE_CODES = `
local function liveCodes(now)
  local codes, tries = {}, 0
  local fields = redis.call('HGETALL', KEYS[1])
  for at = 1, #fields, 2 do
    local name, value = fields[at], fields[at + 1]
    if name == 'wrongTries' then tries = tonumber(value) or math.huge end
    local ends, hash = string.match(value, '^(%d+) (.*)$')
    if string.sub(name, 1, 5) == 'code:' and ends and tonumber(ends) > now then
      codes[#codes + 1] = { name = name, ends = tonumber(ends), hash = hash }
    end
  end
  table.sort(codes, function(a, b)
    if a.ends ~= b.ends then return a.ends > b.ends end
    return a.name > b.name
  end)
  return codes, tries
end
`

/** ARGV: how long to keep the hash, in milliseconds; its fields and values. */
export const ADD = `
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`

/**
 * ARGV: now, the most tries, the most codes, the field and the value of the new code, and how much
 * longer than its last code a request is kept, in milliseconds. Codes that are good no more go.
 */
export const ADD_CODE = `${LIVE_CODES}
local now, maxTries, maxCodes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local codes, tries = liveCodes(now)
if #codes == 0 or tries >= maxTries then return 0 end
redis.call('HSET', KEYS[1], ARGV[4], ARGV[5])
codes = liveCodes(now)
for at = maxCodes + 1, #codes do redis.call('HDEL', KEYS[1], codes[at].name) end
redis.call('PEXPIRE', KEYS[1], codes[1].ends - now + tonumber(ARGV[6]))
return 1
`

/** ARGV: now, the most tries, the most codes, the parts of the guess's hash. */
export const GUESS = `${LIVE_CODES}
local maxTries, maxCodes = tonumber(ARGV[2]), tonumber(ARGV[3])
local codes, tries = liveCodes(tonumber(ARGV[1]))
if #codes == 0 or tries >= maxTries then return 'spent' end
for at = 1, math.min(maxCodes, #codes) do
  for part = 4, #ARGV do
    if string.find('.' .. codes[at].hash .. '.', '.' .. ARGV[part] .. '.', 1, true) then
      redis.call('DEL', KEYS[1])
      return 'right'
    end
  end
end
redis.call('HINCRBY', KEYS[1], 'wrongTries', 1)
return 'wrong'
`
