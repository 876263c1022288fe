// Puts a store to the test: require("./assay_adapter").serve((storage) => new MyStore(storage))
// A store is given objects that have the ten fields, and the SDK's getters and setters; it returns
// such, at once or as a Promise. What it throws is a refusal; a lost connection, a time-out and an
// error with `unknown: true` may have happened. What it prints goes to standard error.
const fs = require("fs"), { StringDecoder } = require("string_decoder");
const FIELDS = { id: "Id", user_name: "UserName", client_id: "ClientId", grant_token: "GrantToken",
  client_secret: "ClientSecret", refresh_token: "RefreshToken", access_token: "AccessToken",
  expires_in: "ExpiresIn", redirect_url: "RedirectURL", api_domain: "APIDomain" };
const METHODS = { save_token: "saveToken", find_token: "findToken", delete_token: "deleteToken",
  find_token_by_id: "findTokenById", delete_tokens: "deleteTokens", get_tokens: "getTokens" };
const LOST = ["ECONNRESET", "EPIPE", "ETIMEDOUT", "PROTOCOL_CONNECTION_LOST"];
const misuse = (code, message) => Object.assign(new Error(message), { misuse: code });
class Token {
  constructor(fields) { Object.assign(this, fields); }
  getUserSignature() { return this.user_name == null ? null : { getName: () => this.user_name }; }
  setUserSignature(user) { this.user_name = user?.getName(); }
}
for (const [field, name] of Object.entries(FIELDS)) Object.assign(Token.prototype, {
  ["get" + name]() { return this[field]; }, ["set" + name](value) { this[field] = value; } });
function plain(token) {
  if (!token?.getId || token instanceof Token) return token ?? null;
  const get = (n) => n === "UserName" ? token.getUserSignature()?.getName() : token["get" + n]();
  return Object.fromEntries(Object.entries(FIELDS).map(([field, name]) => [field, get(name)]));
}
exports.serve = async (openStore, { drop, token = (t) => new Token(t), ...options } = {}) => {
  Object.defineProperty(process, "stdout", { get: () => process.stderr });
  globalThis.console = new console.Console(process.stderr);
  const about = { name: "store", version: "0", language: "JavaScript", ...options };
  const say = (body) => fs.writeFileSync(1, JSON.stringify({ jsonrpc: "2.0", ...body }) + "\n");
  let store = null, announce = false, rest = "";
  async function perform(method, params) {
    const own = METHODS[method], opens = method === "open" || method === "drop";
    const name = store?.[own] ? own : method; // saveToken, or save_token
    if (method === "initialize") return announce = params.announce, about;
    if (method === "shutdown") return {};
    if (own ? store && !store[name] : !opens && method !== "close") throw misuse(-32601, method);
    if (!store !== opens) throw misuse(-32600, "not now: " + method);
    if (announce) say({ method: "calling" });
    if (method === "drop") await drop?.(params.storage);
    if (method === "open") store = await openStore(params.storage);
    if (method === "close") [store] = [null, await store.close?.()];
    if (!own) return new Promise((done) => setImmediate(done, {})); // the event loop's turn
    const given = params.token ? token(params.token) : params.id, got = await store[name](given);
    if (method === "get_tokens") return { tokens: Array.from(got, plain) };
    return own[0] === "d" ? {} : { token: plain(method === "save_token" ? given : got) };
  }
  const decoder = new StringDecoder("utf8"), buffer = Buffer.alloc(1 << 16);
  for (let size, ended; !ended && (size = fs.readSync(0, buffer)) > 0;) {
    const lines = (rest + decoder.write(buffer.subarray(0, size))).split("\n");
    rest = lines.pop();
    for (const { id, method, params } of lines.map((line) => JSON.parse(line))) {
      await perform(method, params).then((result) => say({ id, result })).catch((e) => {
        const code = e?.misuse ?? (e?.unknown || LOST.includes(e?.code) ? -32001 : -32000);
        say({ id, error: { code, message: String(e) } });
      });
      ended = method === "shutdown";
    }
  }
  process.exit(0);
};
