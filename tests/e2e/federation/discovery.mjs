// How an instance and its people are found: WebFinger, host-meta, NodeInfo, actor documents, collections.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';

const activityTypes = ['application/activity+json', 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'];
const self = (document) => document.links.find((link) => link.rel === 'self');

export function discovery(world) {
    let north, person, actorId;

    const finger = (resource) => north.get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);

    before(async () => {
        north = world.north;
        person = await north.account('aisha');
        const found = await finger(`acct:${person.handle}`);
        actorId = self(found.json).href;
    });

    test('webfinger answers each form of a handle with the same document', async () => {
        const forms = [`acct:aisha@${north.domain}`, `acct:AISHA@${north.domain}`, actorId, `${north.origin}/@aisha`];
        for (const form of forms) {
            const answer = await finger(form);
            assert.equal(answer.status, 200, form);
            assert.match(answer.headers.get('content-type'), /^application\/jrd\+json/);
            assert.equal(answer.headers.get('access-control-allow-origin'), '*');
            assert.equal(answer.json.subject, `acct:aisha@${north.domain}`, form);
            assert.equal(self(answer.json).type, 'application/activity+json');
            assert.equal(self(answer.json).href, actorId);
            assert.ok(answer.json.aliases.includes(`${north.origin}/@aisha`));
        }
        const raw = await north.get(`/.well-known/webfinger?resource=acct:aisha@${north.domain}`);
        assert.equal(raw.status, 200);
    });

    test('webfinger names the instance actor for the instance itself', async () => {
        for (const form of [`acct:${north.domain}@${north.domain}`, `${north.origin}/`, north.origin]) {
            const answer = await finger(form);
            assert.equal(answer.status, 200, form);
            assert.ok(answer.json.links.some((link) => link.href === `${north.origin}/actor`), form);
        }
    });

    test('webfinger refuses unknown people, foreign hosts and nonsense', async () => {
        assert.equal((await finger(`acct:nobody@${north.domain}`)).status, 404);
        assert.equal((await finger('acct:aisha@elsewhere.example')).status, 404);
        for (const query of ['', '?resource=', '?resource=acct:', '?resource=%00']) {
            const answer = await north.get(`/.well-known/webfinger${query}`);
            assert.ok([400, 404].includes(answer.status), `${query}: ${answer.status}`);
        }
    });

    test('host-meta points to webfinger', async () => {
        const answer = await north.get('/.well-known/host-meta');
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get('content-type'), /^application\/xrd\+xml/);
        assert.ok(answer.text.includes(`${north.origin}/.well-known/webfinger?resource={uri}`), answer.text);
    });

    test('nodeinfo is honest in both versions', async () => {
        const index = await north.get('/.well-known/nodeinfo');
        const links = index.json.links.filter((link) => link.rel.includes('nodeinfo.diaspora.software'));
        assert.deepEqual(links.map((link) => link.rel.split('/').at(-1)).sort(), ['2.0', '2.1']);
        for (const link of links) {
            const version = link.rel.split('/').at(-1);
            const answer = await north.get(new URL(link.href).pathname);
            assert.equal(answer.status, 200);
            assert.match(answer.headers.get('content-type'), /^application\/json/);
            const info = answer.json;
            assert.equal(info.version, version);
            assert.equal(info.software.name, 'collegium');
            assert.match(info.software.version, /^\d+\.\d+\.\d+/);
            if (version === '2.0') assert.deepEqual(Object.keys(info.software).sort(), ['name', 'version']);
            assert.deepEqual(info.protocols, ['activitypub']);
            assert.equal(info.metadata.upstream.name, 'mastodon');
            assert.equal(info.openRegistrations, false);
            assert.ok(Array.isArray(info.services.inbound) && Array.isArray(info.services.outbound));
            assert.ok(info.usage.users.total >= 1);
        }
        assert.equal((await north.get('/nodeinfo/2.0')).status, 200);
    });

    test('an actor document has all that other servers ask for', async () => {
        for (const accept of activityTypes) {
            const answer = await getActivity(actorId, accept);
            assert.equal(answer.status, 200);
            assert.match(answer.headers.get('content-type'), /^application\/activity\+json(; charset=utf-8)?$/);
            assert.match(answer.headers.get('vary') ?? '', /accept/i);
            const actor = answer.json;
            assert.equal(actor.id, actorId);
            assert.equal(actor.type, 'Person');
            assert.equal(actor.preferredUsername, 'aisha');
            assert.equal(actor.publicKey.id, `${actorId}#main-key`);
            assert.equal(actor.publicKey.owner, actorId);
            assert.match(actor.publicKey.publicKeyPem, /^-----BEGIN PUBLIC KEY-----/);
            assert.equal(actor.manuallyApprovesFollowers, false);
            for (const name of ['inbox', 'outbox', 'followers', 'following', 'featured']) assert.match(actor[name], /^https:/, name);
            assert.match(actor.endpoints.sharedInbox, /^https:/);
            assert.equal(actor.url, `${north.origin}/@aisha`);
            assert.ok(Array.isArray(actor.attachment ?? []), 'attachment is a list');
        }
    });

    test('a browser gets the page of a person at the same name', async () => {
        const page = await north.get('/@aisha', { headers: { accept: 'text/html' } });
        assert.equal(page.status, 200);
        assert.match(page.headers.get('content-type'), /^text\/html/);
        assert.ok(page.text.includes(actorId), 'the page names its actor');
        const sent = await north.get(new URL(actorId).pathname, { headers: { accept: 'text/html' } });
        assert.ok([301, 302, 303, 307, 308].includes(sent.status) || sent.status === 200, `${sent.status}`);
    });

    test('the instance actor needs no signature', async () => {
        const answer = await getActivity(`${north.origin}/actor`);
        assert.equal(answer.status, 200);
        assert.equal(answer.json.type, 'Application');
        assert.equal(answer.json.id, `${north.origin}/actor`);
        assert.equal(answer.json.manuallyApprovesFollowers, true);
        assert.match(answer.json.publicKey.publicKeyPem, /BEGIN PUBLIC KEY/);
    });

    test('collections can be read', async () => {
        await person.publish('Accessible templates are in the shared folder.');
        const actor = (await getActivity(actorId)).json;
        for (const name of ['outbox', 'followers', 'following', 'featured']) {
            const answer = await getActivity(actor[name]);
            assert.equal(answer.status, 200, name);
            assert.match(answer.json.type, /^(Ordered)?Collection$/);
            assert.equal(answer.json.id, actor[name]);
            assert.equal(typeof answer.json.totalItems, 'number');
        }
        const outbox = (await getActivity(actor.outbox)).json;
        assert.equal(outbox.totalItems, 1);
        const first = typeof outbox.first === 'string' ? (await getActivity(outbox.first)).json : outbox.first;
        assert.equal(first.type, 'OrderedCollectionPage');
        assert.equal(first.orderedItems[0].type, 'Create');
    });

    test('unknown ids are not found, in any form', async () => {
        for (const path of ['/ap/users/1', '/ap/users/abc', '/ap/notes/999', '/ap/proposals/1', '/ap/agreements/1', '/@nobody', '/resources/77']) {
            for (const accept of ['application/activity+json', 'text/html']) {
                const answer = await north.get(path, { headers: { accept } });
                assert.equal(answer.status, 404, `${path} as ${accept}: ${answer.status}`);
            }
        }
    });
}
