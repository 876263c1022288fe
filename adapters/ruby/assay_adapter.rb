# Puts a store to the test: require_relative "assay_adapter"; Assay.serve { |dir| MyStore.new(dir) }
# A store is given hashes with the ten names as keys, which are methods too (token.access_token,
# token.id = "1", token.user_signature.name); it returns hashes, or objects with such methods. What
# it raises is a refusal, an UnknownOutcome may have happened, what it prints is logged.
require "json"
require "timeout"
module Assay
  FIELDS = %w[id user_name client_id client_secret refresh_token access_token grant_token expires_in
              redirect_url api_domain].freeze
  METHODS = %w[save_token find_token find_token_by_id delete_token delete_tokens get_tokens].freeze
  User = Struct.new(:name)
  Misuse = Class.new(StandardError)
  Missing = Class.new(Misuse)
  UnknownOutcome = Class.new(StandardError) # for a store to raise
  LOST = [UnknownOutcome, Timeout::Error, Errno::ECONNRESET, Errno::EPIPE, Errno::ETIMEDOUT].freeze
  class Token < Hash
    FIELDS.each { |field| define_method(field) { self[field] } }
    FIELDS.each { |field| define_method("#{field}=") { |value| self[field] = value } }
    define_method(:user_signature) { user_name && User.new(user_name) }
    define_method(:user_signature=) { |user| self.user_name = user&.name }
  end
  def self.plain(token)
    return token if token.nil? || token.is_a?(Hash)
    user = token.respond_to?(:user_signature) ? token.user_signature&.name : token.user_name
    (FIELDS - ["user_name"]).to_h { |f| [f, token.public_send(f)] }.update("user_name" => user)
  end
  def self.serve(token: Token.method(:[]), drop: proc {}, **about)
    requests, answers, store, announce = $stdin.dup.set_encoding("UTF-8"), $stdout.dup, nil, false
    answers.sync = true
    [$stdin.reopen(File::NULL), $stdout.reopen($stderr)]
    say = ->(**body) { answers.write(JSON.generate({ jsonrpc: "2.0" }.merge(body)) << "\n") }
    perform = lambda do |method, params|
      own, opens = METHODS.include?(method), %w[open drop].include?(method)
      announce = params["announce"] if method == "initialize"
      next { name: "store", version: "0", language: "Ruby", **about } if method == "initialize"
      next {} if method == "shutdown"
      known = own ? store.nil? || store.respond_to?(method) : opens || method == "close"
      raise Missing, "there is no #{method}" unless known
      raise Misuse, "not now: #{method}" unless store.nil? == opens
      say.call(method: "calling") if announce
      drop.call(params["storage"]) if method == "drop"
      store.close if method == "close" && store.respond_to?(:close)
      store = (yield params["storage"] if method == "open") unless own
      next {} unless own
      given = params.map { |key, value| key == "token" ? token.call(value) : value }
      result = store.public_send(method, *given)
      next { tokens: result.map { |record| plain(record) } } if method == "get_tokens"
      method.start_with?("d") ? {} : { token: plain(method[0] == "s" ? given[0] : result) }
    end
    requests.each_line do |line|
      id, method, params = JSON.parse(line).values_at("id", "method", "params")
      say.call(id: id, result: perform.call(method, params))
      break if method == "shutdown"
    rescue StandardError => e
      code = LOST.any? { |lost| e.is_a?(lost) } ? -32001 : -32000
      code = e.is_a?(Missing) ? -32601 : -32600 if e.is_a?(Misuse)
      say.call(id: id, error: { code: code, message: "#{e.class}: #{e.message}" })
    end
  end
end
