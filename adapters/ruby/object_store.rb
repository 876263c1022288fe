# The list store as an SDK would have it: tokens are objects, their fields are methods.
require_relative "list_store"

# The SDK's own has more to it; a store returns one for its readers.
OAuthToken = Struct.new(:id, :user_signature, :client_id, :client_secret, :refresh_token,
                        :access_token, :grant_token, :expires_in, :redirect_url, :api_domain)
UserSignature = Struct.new(:name)

class ObjectStore
  def initialize
    @list = ListStore.new
  end

  def save_token(token)
    fields = fields_of(token)
    @list.save_token(fields)
    token.id = fields["id"]
  end

  def find_token(token)
    token_of(@list.find_token(fields_of(token)))
  end

  def find_token_by_id(id)
    token_of(@list.find_token_by_id(id))
  end

  def delete_token(id)
    @list.delete_token(id)
  end

  def delete_tokens
    @list.delete_tokens
  end

  def get_tokens
    @list.get_tokens.map { |record| token_of(record) }
  end

  private

  def fields_of(token)
    names = OAuthToken.members - [:user_signature]
    fields = names.to_h { |name| [name.to_s, token.public_send(name)] }
    fields.merge("user_name" => token.user_signature&.name)
  end

  def token_of(record)
    return if record.nil?
    user = record["user_name"] && UserSignature.new(record["user_name"])
    OAuthToken.new(*OAuthToken.members.map do |name|
      name == :user_signature ? user : record[name.to_s]
    end)
  end
end

Assay.serve(name: "object", capabilities: { storage: "memory" }) { ObjectStore.new }
