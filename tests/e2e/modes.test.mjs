// Ways in which an operator may set an instance up: signed fetches only, other institutions let in or not, and a
// handle domain apart from the web domain.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { getActivity } from './lib/calls.mjs';
import { engines } from './lib/databases.mjs';
import { eventually, never } from './lib/eventually.mjs';
import { Instance } from './lib/instance.mjs';
import { freePort } from './lib/ports.mjs';
import { deliver, publicCollection, Stranger } from './lib/stranger.mjs';
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

for (const engine of engines) {
    describe(`mode guarded on ${engine}`, () => {
        const world = new World(engine);
        let stranger, actor, tom, wen;
        const send = (activity) => deliver(`${world.north.origin}/ap/inbox`, actor, activity);
        const listed = async (domain) => await world.north.command(['host', 'list', '--domain', domain]);

        before(async () => {
            stranger = await Stranger.start();
            actor = stranger.actor('guest');
            const config = { federation: { mode: 'guarded', allow_addresses: ['127.0.0.0/8'], consortium: ['partner.example'] } };
            world.north = await Instance.start('north', { engine, config });
            world.south = await Instance.start('south', { engine });
            tom = await world.north.account('tom');
            wen = await world.south.account('wen');
        });
        after(async () => {
            stranger.close();
            await world.close();
        });
        logsOnFailure(world);

        test('what an unreviewed server sends is taken, and neither shown nor answered', async () => {
            const tomsId = (await world.north.get(`/.well-known/webfinger?resource=acct:${tom.handle}`)).json.links.find((link) => link.rel === 'self').href;
            const note = stranger.note(actor, 'Are you there?', { to: [publicCollection, tomsId], tag: [{ type: 'Mention', href: tomsId }] });
            assert.equal((await send(stranger.create(actor, note))).status, 202);
            assert.equal((await send(stranger.activity('Follow', actor, tomsId))).status, 202);
            await never('the note is shown or the follow answered', async () => {
                const seen = await world.north.get('/api/v1/timelines/public');
                return JSON.stringify(seen.json).includes('Are you there?') || (await tom.notifications()).length > 0 || stranger.received.length > 0;
            }, { during: 1500 });
            assert.deepEqual(new Set(stranger.calls), new Set([`GET /users/${actor.name}`]), 'its key alone was asked for');
            assert.deepEqual((await tom.get(`/api/v2/search?q=${actor.name}`)).accounts, []);
        });

        test('a search there says why it finds nothing, and asks nobody', async () => {
            stranger.calls.length = 0;
            for (const query of [`@${actor.handle}`, actor.id]) {
                const answer = await tom.ask('GET', `/api/v2/search?resolve=true&q=${encodeURIComponent(query)}`);
                assert.equal(answer.status, 422);
                assert.match(answer.json.error, /evil\.localhost:\d+ has not been reviewed/);
            }
            assert.deepEqual(stranger.calls, []);
        });

        test('the list says who waits with what', async () => {
            const lines = await listed(stranger.domain);
            assert.match(lines, /^evil\.localhost:\d+ {2}unreviewed, 2 activities held since \d{4}-\d\d-\d\d$/m);
            assert.ok(lines.includes(`1 Follow  ${actor.id}`), lines);
            assert.ok(lines.includes(`1 Create  ${actor.id}`), lines);
        });

        test('once it is allowed, what it sent is applied and answered', async () => {
            await world.north.command(['host', 'allow', '--domain', stranger.domain]);
            await eventually('tom is followed', async () => (await tom.notifications('follow'))[0]?.account.acct === actor.handle);
            await eventually('the follow is accepted', () => stranger.received.find(({ activity }) => activity.type === 'Accept'));
            const found = await tom.find(`@${actor.handle}`);
            const notes = await tom.get(`/api/v1/accounts/${found.id}/statuses`);
            assert.match(notes[0].content, /Are you there/);
            await tom.publish('Welcome, now that we know you.');
            await eventually('the post arrives', () => stranger.received.find(({ activity }) => /Welcome/.test(activity.object?.content)));
            assert.match(await listed(stranger.domain), /allowed \d{4}/);
        });

        test('once it is refused, nothing comes in or goes out', async () => {
            await world.north.command(['host', 'refuse', '--domain', stranger.domain]);
            await eventually('it is turned away', async () => (await send(stranger.create(actor, stranger.note(actor, 'Still there?')))).status === 403);
            stranger.received.length = 0;
            await tom.publish('Not for those who were refused.');
            await never('a delivery to it', () => stranger.received.length > 0, { during: 1500 });
        });

        test('another instance waits, over a restart, and gets its follow once it is allowed', async () => {
            const account = await wen.follow(tom.handle);
            await eventually('it waits', async () => /1 activities held/.test(await listed(world.south.domain)));
            await world.north.restart();
            assert.equal((await wen.relationship(account.id)).requested, true);
            await world.north.command(['host', 'allow', '--domain', world.south.domain]);
            await eventually('followed', async () => (await wen.relationship(account.id)).following);
            const note = await tom.publish('Office hours on Wednesday.');
            await eventually('it arrives', () => wen.seen(note.uri));
        });

        test('wrong domains are told, and the doctor knows who waits', async () => {
            await assert.rejects(world.north.command(['host', 'allow', '--domain', 'https://a b']), /is not a domain/);
            const other = await Stranger.start('peer.localhost');
            const guest = other.actor('second');
            assert.equal((await deliver(`${world.north.origin}/ap/inbox`, guest, other.create(guest, other.note(guest, 'Hello')))).status, 202);
            other.close();
            const report = await world.north.command(['doctor']).catch((failure) => failure.stdout);
            assert.match(report, /1 servers wait for a review, with 1 activities/);
        });
    });
}

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
