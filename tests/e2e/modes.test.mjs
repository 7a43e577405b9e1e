// Ways in which an operator may set an instance up: signed fetches only, other institutions let in or not, and a
// handle domain apart from the web domain.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { getActivity } from './lib/calls.mjs';
import { eventually, never } from './lib/eventually.mjs';
import { Instance } from './lib/instance.mjs';
import { freePort } from './lib/ports.mjs';
import { deliver, Stranger } from './lib/stranger.mjs';
import { logsOnFailure, World } from './lib/world.mjs';

describe('signed fetches only, on both sides', () => {
    const world = new World('sqlite');
    let author, reader;

    before(async () => {
        await world.open({ federation: { allow_addresses: ['127.0.0.0/8'], authorized_fetch: true } });
        ({ author, reader } = await world.pair('lin', 'samira'));
    });
    after(() => world.close());
    logsOnFailure(world);

    test('an unsigned request gets no post and no person, but the instance actor', async () => {
        const note = await author.publish('Only for those who sign.');
        for (const id of [note.uri, (await reader.find(author.handle)).uri]) {
            const answer = await getActivity(id);
            assert.equal(answer.status, 401, `${id}: ${answer.status}`);
            assert.equal(answer.json.content, undefined);
        }
        assert.equal((await getActivity(`${world.north.origin}/actor`)).status, 200);
    });

    test('posts, searches, boosts and shares work between the two', async () => {
        const note = await author.publish('Delivered.');
        await eventually('it arrives', () => reader.seen(note.uri));
        const stranger = await world.north.account('owen');
        const unseen = await stranger.publish('Fetched.');
        assert.equal((await reader.findStatus(unseen.uri))?.uri, unseen.uri);
        await author.post(`/api/v1/statuses/${(await stranger.publish('Boosted.')).id}/reblog`);
        await eventually('the boost arrives', async () => (await reader.home()).some((status) => /Boosted/.test(status.reblog?.content)));
        const shared = await author.post('/api/v1/pln/resources', { title: 'Spaced practice', url: 'https://example.org/s', license: 'https://creativecommons.org/licenses/by/4.0/' });
        await eventually('the share arrives', async () => (await reader.get('/api/v1/pln/resources')).some((item) => item.status.uri === shared.status.uri));
    });
});

describe('who may federate', () => {
    const world = new World('sqlite');
    let stranger, actor, reader;

    const opened = async (federation) => {
        await world.close();
        world.north = await Instance.start('north', { config: { federation } });
        reader = await world.north.account('tom');
    };
    const refused = async () => {
        const answer = await deliver(`${world.north.origin}/ap/inbox`, actor, stranger.create(actor, stranger.note(actor, 'Let me in.')));
        assert.equal(answer.status, 403);
        stranger.calls.length = 0;
        const found = await reader.get(`/api/v2/search?resolve=true&q=${encodeURIComponent(`@${actor.handle}`)}`);
        assert.deepEqual(found.accounts, []);
        await never('a request to it', () => stranger.calls.length > 0, { during: 500 });
    };

    before(async () => {
        stranger = await Stranger.start();
        actor = stranger.actor('guest');
    });
    after(async () => {
        stranger.close();
        await world.close();
    });
    logsOnFailure(world);

    test('mode closed lets nobody in, and asks nobody', async () => {
        await opened({ mode: 'closed' });
        await refused();
        await world.north.assertAlive();
    });

    test('mode consortium lets members in alone', async () => {
        await opened({ mode: 'consortium', consortium: ['partner.example'] });
        await refused();
        await opened({ mode: 'consortium', consortium: [stranger.domain] });
        assert.equal((await reader.find(`@${actor.handle}`)).acct, actor.handle);
    });

    test('a blocked domain stays out, with all that is under it', async () => {
        await opened({ block: [stranger.domain] });
        await refused();
    });
});

describe('a handle domain apart from the web domain', () => {
    const world = new World('sqlite');
    let author, reader, handle;

    before(async () => {
        world.south = await Instance.start('south');
        const port = await freePort();
        handle = `priya@district.localhost:${port}`;
        world.north = await Instance.start('north', {
            port,
            config: { instance: { domain: `district.localhost:${port}`, web_domain: `north.localhost:${port}`, name: 'District' } },
        });
        author = await world.north.account('priya');
        reader = await world.south.account('wen');
    });
    after(() => world.close());
    logsOnFailure(world);

    test('people are found under the handle domain, and live under the web domain', async () => {
        const account = await reader.find(handle);
        assert.equal(account.acct, handle);
        assert.equal(new URL(account.url).host, `north.localhost:${world.north.port}`);
        const byWeb = await world.north.get(`/.well-known/webfinger?resource=acct:priya@north.localhost:${world.north.port}`);
        assert.equal(byWeb.json.subject, `acct:${handle}`);
    });

    test('following, posting and answering carry the handle domain', async () => {
        const account = await reader.follow(handle);
        await eventually('followed', async () => (await reader.relationship(account.id)).following);
        const note = await author.publish('Office hours every second Wednesday.');
        const seen = await eventually('it arrives', () => reader.seen(note.uri));
        assert.equal(seen.account.acct, handle);
        const reply = await reader.publish(`@${handle} I shall come.`, { in_reply_to_id: seen.id });
        assert.deepEqual(reply.mentions.map((mention) => mention.acct), [handle]);
        await eventually('the answer arrives', async () => (await author.notifications('mention')).some((item) => item.status.uri === reply.uri));
    });
});
