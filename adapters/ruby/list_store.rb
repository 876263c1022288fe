# A token store in a list, the worked example: assay run --exec "ruby list_store.rb"
require "securerandom"
require_relative "assay_adapter"

class ListStore
  CREDENTIALS = %w[access_token refresh_token grant_token].freeze

  def initialize
    @records = []
  end

  def find_token_by_id(id)
    by_id(id)
  end

  def find_token(token)
    matches = selector(token)
    return @records.find(&matches) if matches
    return by_id(token["id"]) if present(token).keys == ["id"]
    @records.find { |record| related?(token, record) }
  end

  def save_token(token)
    record = target(token)
    if record
      update(record, token)
    else
      record = { "id" => new_id }.merge(present(token))
      @records << record
    end
    token["id"] = record["id"]
  end

  def delete_token(id)
    @records.reject! { |record| record["id"] == id }
  end

  def delete_tokens
    @records.clear
  end

  def get_tokens
    @records
  end

  private

  def by_id(id)
    @records.find { |record| record["id"] == id }
  end

  def present(token)
    token.reject { |_, value| value.nil? || value.empty? }
  end

  def same?(token, record, *fields)
    fields.all? { |field| record[field] && record[field] == token[field] }
  end

  def shares_grant?(token, record)
    same?(token, record, "refresh_token") || same?(token, record, "grant_token")
  end

  # How a token picks records: a function of a record; nil where it cannot tell one from another.
  def selector(token)
    has = present(token)
    return ->(record) { same?(token, record, "user_name") } if has["user_name"]
    if has["access_token"] && !has["client_id"] && !has["client_secret"]
      return ->(record) { same?(token, record, "access_token") }
    end
    return unless has["client_id"] && has["client_secret"]
    return unless has["refresh_token"] || has["grant_token"]
    lambda do |record|
      same?(token, record, "client_id", "client_secret") && shares_grant?(token, record)
    end
  end

  # For a token without a selector: a record that shares a credential, unless of another client.
  def related?(token, record)
    return false unless same?(token, record, "access_token") || shares_grant?(token, record)
    !present(token)["client_id"] || !record["client_id"] || same?(token, record, "client_id")
  end

  # The record that a save updates, or nil for a new one.
  def target(token)
    raise ArgumentError, "nothing to save: no field of the token is set" if present(token).empty?
    matches = selector(token)
    own = by_id(token["id"])
    if own && !(matches && matches.call(own))
      raise ArgumentError, "the id is that of another record; leave the id out"
    end
    record = @records.find(&matches) if matches
    if record.nil? && (CREDENTIALS & present(token).keys).empty?
      raise ArgumentError, "a new record needs an access, refresh or grant token"
    end
    return record if matches
    @records.find do |kin|
      related?(token, kin) ||
        (!kin["user_name"] && same?(token, kin, "client_id", "client_secret"))
    end
  end

  def update(record, token)
    record.merge!(present(token).except("id"))
  end

  def new_id
    id = SecureRandom.hex(5) until id && by_id(id).nil?
    id
  end
end

if $PROGRAM_NAME == __FILE__
  Assay.serve(name: "list", capabilities: { storage: "memory" }) { ListStore.new }
end
