// OAuth as apps use it: registration, sign-in and consent on pages, PKCE, codes on a page, refusal, revocation.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { before, test } from 'node:test';

import { createOAuthAPIClient, createRestAPIClient } from 'masto';

import { request } from '../lib/calls.mjs';
import { Visitor } from '../lib/visitor.mjs';

export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';
const callback = 'https://app.example/callback';

export const authorizeUrl = (instance, parameters) =>
    `${instance.origin}/oauth/authorize?${new URLSearchParams({ response_type: 'code', ...parameters })}`;

export function codeOnPage(page) {
    const found = page.text.match(/<code class="code">([^<]+)<\/code>/);
    assert.ok(found, `a code on the page: ${page.status} ${page.text.slice(0, 1500)}`);
    return found[1];
}

// The whole way: an app of that name, a person who says yes, a token.
export async function signInApp(person, scopes = 'read write follow push') {
    const { origin } = person.instance;
    const app = await createRestAPIClient({ url: origin }).v1.apps.create({ clientName: 'Test app', redirectUris: outOfBand, scopes });
    const page = await new Visitor(origin).authorize(authorizeUrl(person.instance, { client_id: app.clientId, redirect_uri: outOfBand, scope: scopes }), person);
    const token = await createOAuthAPIClient({ url: origin }).token.create({
        grantType: 'authorization_code', clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: outOfBand, code: codeOnPage(page), scope: scopes,
    });
    return createRestAPIClient({ url: origin, accessToken: token.accessToken });
}

export function oauth(world) {
    let north, person, app;

    const token = (form, headers) => request(`${north.origin}/oauth/token`, { method: 'POST', form, headers });
    const parameters = (changes = {}) => ({ client_id: app.clientId, redirect_uri: callback, scope: 'read write', ...changes });
    const codeFor = async (changes = {}, visitor = new Visitor(north.origin)) => {
        const answer = await visitor.authorize(authorizeUrl(north, parameters(changes)), person);
        assert.ok(answer.location?.startsWith(callback), `${answer.status} ${answer.location} ${answer.text.slice(0, 800)}`);
        return new URL(answer.location).searchParams.get('code');
    };
    const exchange = (code, changes = {}) => token({
        grant_type: 'authorization_code', client_id: app.clientId, client_secret: app.clientSecret, redirect_uri: callback, code, ...changes,
    });

    before(async () => {
        north = world.north;
        person = await north.account('maya');
        app = await createRestAPIClient({ url: north.origin }).v1.apps.create({
            clientName: 'Classroom app', redirectUris: `${callback}\n${outOfBand}`, scopes: 'read write follow', website: 'https://app.example',
        });
    });

    test('an app is registered', () => {
        assert.equal(app.name, 'Classroom app');
        assert.ok(app.clientId.length >= 20 && app.clientSecret.length >= 20);
    });

    test('the code shown on a page becomes a token that works', async () => {
        const masto = await signInApp(person);
        const me = await masto.v1.accounts.verifyCredentials();
        assert.equal(me.username, 'maya');
        assert.equal(me.acct, 'maya');
        assert.equal(me.source.privacy, 'public');
    });

    test('redirect, state and PKCE', async () => {
        const verifier = randomBytes(32).toString('base64url');
        const challenge = createHash('sha256').update(verifier).digest('base64url');
        const visitor = new Visitor(north.origin);
        const answer = await visitor.authorize(
            authorizeUrl(north, parameters({ state: 'a b&c', code_challenge: challenge, code_challenge_method: 'S256' })), person);
        const there = new URL(answer.location);
        assert.equal(there.origin + there.pathname, callback);
        assert.equal(there.searchParams.get('state'), 'a b&c');
        const code = there.searchParams.get('code');
        const wrong = await exchange(code, { code_verifier: 'x'.repeat(43) });
        assert.equal(wrong.status, 400);
        assert.equal(wrong.json.error, 'invalid_grant');
        const again = await codeFor({ code_challenge: challenge, code_challenge_method: 'S256' }, visitor);
        const good = await exchange(again, { code_verifier: verifier });
        assert.equal(good.status, 200, good.text);
        assert.equal(good.json.token_type, 'Bearer');
        assert.equal(good.json.scope, 'read write');
        assert.equal(typeof good.json.created_at, 'number');
        const without = await codeFor({ code_challenge: challenge, code_challenge_method: 'S256' }, visitor);
        assert.equal((await exchange(without)).status, 400);
    });

    test('a code works once, for its own app and address alone', async () => {
        const code = await codeFor();
        const first = await exchange(code);
        assert.equal(first.status, 200);
        const works = async () => (await request(`${north.origin}/api/v1/accounts/verify_credentials`, { headers: { authorization: `Bearer ${first.json.access_token}` } })).status;
        assert.equal(await works(), 200);
        assert.equal((await exchange(code)).status, 400);
        assert.equal(await works(), 401, 'two held the code, and one of them stole it');
        assert.equal((await exchange(await codeFor(), { redirect_uri: outOfBand })).status, 400);
        const other = await createRestAPIClient({ url: north.origin }).v1.apps.create({ clientName: 'Other', redirectUris: callback, scopes: 'read' });
        assert.equal((await exchange(await codeFor(), { client_id: other.clientId, client_secret: other.clientSecret })).status, 400);
        const bad = await exchange(await codeFor(), { client_secret: 'wrong' });
        assert.equal(bad.status, 401);
        assert.equal(bad.json.error, 'invalid_client');
        assert.match(bad.json.error_description, /Client authentication failed/);
    });

    test('the client may send its secret as HTTP Basic, and parameters as JSON', async () => {
        const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
        const first = await token({ grant_type: 'authorization_code', redirect_uri: callback, code: await codeFor() }, { authorization: `Basic ${basic}` });
        assert.equal(first.status, 200, first.text);
        const second = await request(`${north.origin}/oauth/token`, { method: 'POST', json: {
            grant_type: 'authorization_code', client_id: app.clientId, client_secret: app.clientSecret, redirect_uri: callback, code: await codeFor() } });
        assert.equal(second.status, 200, second.text);
    });

    test('a no goes back to the app', async () => {
        const answer = await new Visitor(north.origin).authorize(authorizeUrl(north, parameters({ state: 's' })), person, 'deny');
        const there = new URL(answer.location);
        assert.equal(there.searchParams.get('error'), 'access_denied');
        assert.equal(there.searchParams.get('state'), 's');
        assert.equal(there.searchParams.get('code'), null);
    });

    test('an address that was not registered gets no redirect', async () => {
        const visitor = new Visitor(north.origin);
        await visitor.signIn(person);
        for (const changes of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'unknown' }, { redirect_uri: `${callback}/more` }]) {
            const answer = await visitor.send('GET', authorizeUrl(north, parameters(changes)));
            assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
            assert.equal(answer.location, null);
        }
    });

    test('consent needs the form\'s own token', async () => {
        const visitor = new Visitor(north.origin);
        await visitor.signIn(person);
        const form = { ...parameters(), response_type: 'code', decision: 'allow' };
        for (const csrf of [undefined, '', 'x'.repeat(40)]) {
            const answer = await visitor.send('POST', '/oauth/authorize', { form: csrf === undefined ? form : { ...form, csrf } });
            assert.equal(answer.status, 403, `${answer.status} ${answer.location}`);
        }
    });

    test('a wrong password signs nobody in, and says so on the page', async () => {
        const visitor = new Visitor(north.origin);
        const page = await visitor.visit('/sign-in');
        const answer = await visitor.submit(page, (form) => form.action === '/sign-in', { login: 'maya', password: 'wrong' });
        assert.ok([200, 401, 422].includes(answer.status), `${answer.status}`);
        assert.match(answer.text, /role="alert"/);
        const home = await visitor.visit('/');
        assert.ok(!home.text.includes('/sign-out'));
        const forged = await visitor.send('POST', '/sign-in', { form: { login: 'maya', password: person.password } });
        assert.equal(forged.status, 403);
    });

    test('the return address after sign-in stays on this server', async () => {
        for (const target of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
            const answer = await new Visitor(north.origin).signIn(person, target);
            assert.ok(answer.location.startsWith(`${north.origin}/`), `${target} → ${answer.location}`);
        }
        const answer = await new Visitor(north.origin).signIn(person, '/mentoring');
        assert.equal(answer.location, `${north.origin}/mentoring`);
    });

    test('more than the app registered for is not granted', async () => {
        const visitor = new Visitor(north.origin);
        await visitor.signIn(person);
        const answer = await visitor.send('GET', authorizeUrl(north, parameters({ scope: 'read write push' })));
        const refused = answer.status >= 400 || new URL(answer.location ?? north.origin).searchParams.get('error') === 'invalid_scope';
        assert.ok(refused, `${answer.status} ${answer.location}`);
    });

    test('revoking ends a token', async () => {
        const granted = await exchange(await codeFor());
        const call = () => request(`${north.origin}/api/v1/accounts/verify_credentials`, { token: granted.json.access_token });
        assert.equal((await call()).status, 200);
        await createOAuthAPIClient({ url: north.origin }).revoke({ clientId: app.clientId, clientSecret: app.clientSecret, token: granted.json.access_token });
        assert.equal((await call()).status, 401);
    });

    test('the metadata names what there is', async () => {
        const { json } = await request(`${north.origin}/.well-known/oauth-authorization-server`);
        assert.equal(json.issuer, `${north.origin}/`);
        assert.deepEqual(json.code_challenge_methods_supported, ['S256']);
        for (const scope of ['read', 'write', 'follow', 'push']) assert.ok(json.scopes_supported.includes(scope));
        assert.equal(json.token_endpoint, `${north.origin}/oauth/token`);
    });
}
