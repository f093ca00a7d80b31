// A relying party of a widely used library: completes the authorization code flow without a browser, against a
// server that approves by itself, and prints what it got as one JSON object.
// Usage: node relying_party.mjs ISSUER CLIENT_ID CREDENTIAL REDIRECT_URI LOGIN_HINT AUTH_METHOD
// CREDENTIAL is a client secret, `-` for a public client, or the file of a private JWK for private_key_jwt.
import { readFile } from 'node:fs/promises';
import { webcrypto } from 'node:crypto';
import * as client from 'openid-client';

// Node 18, which Debian 12 has, knows them under this name only.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;

const AUTH_METHODS = {
  none: () => client.None(),
  client_secret_basic: (secret) => client.ClientSecretBasic(secret),
  client_secret_post: (secret) => client.ClientSecretPost(secret),
  private_key_jwt: async (file) => {
    const jwk = JSON.parse(await readFile(file, 'utf8'));
    const algorithm = jwk.kty === 'EC'
      ? { name: 'ECDSA', namedCurve: jwk.crv }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
    return client.PrivateKeyJwt({ key, kid: jwk.kid });
  },
};

// Goes from redirect to redirect until one leads back to us.
async function answerTo(authorizationUrl, redirectUri) {
  let url = authorizationUrl;
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) {
      const page = (await response.text()).replace(/<style[^]*?<\/style>|<[^>]*>|\s+/g, ' ');
      throw new Error(`${url} answered ${response.status} and no redirect: ${page.slice(0, 2000)}`);
    }
    url = new URL(location, url);
    if (`${url.origin}${url.pathname}` === redirectUri) return url;
  }
  throw new Error(`no way back to ${redirectUri}, the last address was ${url}`);
}

function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

async function main([issuer, clientId, credential, redirectUri, loginHint, authMethod]) {
  expect(Object.hasOwn(AUTH_METHODS, authMethod), `no such authentication method: ${authMethod}`);
  const authentication = await AUTH_METHODS[authMethod](credential);
  const config = await client.discovery(new URL(issuer), clientId, undefined, authentication, {
    // The address is one of this machine, without TLS.
    // The signature is checked although the ID token comes straight from the issuer.
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });

  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const authorizationUrl = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email phone address citizen',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    login_hint: loginHint,
  });
  const answer = await answerTo(authorizationUrl, redirectUri);
  const checks = { pkceCodeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, answer, checks);
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);

  expect(tokens.refresh_token, 'no refresh token');
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  expect(refreshed.refresh_token !== tokens.refresh_token, 'the refresh token was not rotated');
  const refreshedUserinfo = await client.fetchUserInfo(config, refreshed.access_token, claims.sub);

  // Introspection is for those who can prove who they are (RFC 7662, 2.1).
  const isActive = async () => (await client.tokenIntrospection(config, refreshed.access_token)).active;
  const isPublic = authMethod === 'none';
  expect(isPublic || await isActive(), 'a fresh access token is said not to be active');
  await client.tokenRevocation(config, refreshed.access_token);
  expect(isPublic || !await isActive(), 'a revoked access token is said to be active');
  const late = await client.fetchUserInfo(config, refreshed.access_token, claims.sub).catch((error) => error);
  expect(late.status === 401, `with a revoked access token userinfo answered ${JSON.stringify(late)}`);

  return {
    answer: Object.fromEntries(answer.searchParams),
    claims,
    id_token_header: JSON.parse(Buffer.from(tokens.id_token.split('.')[0], 'base64url')),
    token_type: tokens.token_type,
    expires_in: tokens.expires_in,
    scope: tokens.scope,
    userinfo,
    refreshed_claims: refreshed.claims(),
    refreshed_userinfo: refreshedUserinfo,
    end_session_url: client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, state }).href,
  };
}

// Says everything an error knows: what was expected, and what the server answered.
function told(error) {
  const words = [error.message, error.code, error.status, error.error, error.error_description];
  const said = words.filter((word) => word !== undefined).join(' · ');
  if (error.cause instanceof Error) return `${said}\n  because: ${told(error.cause)}`;
  return !Array.isArray(error.cause) ? said : `${said}\n  because: ${JSON.stringify(error.cause)}`;
}

try {
  console.log(JSON.stringify(await main(process.argv.slice(2))));
} catch (error) {
  console.error(`relying party: ${told(error)}`);
  process.exitCode = 1;
}
