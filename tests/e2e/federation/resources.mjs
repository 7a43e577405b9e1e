// Resource shares: one scalar Note that everyone can read, and a record that the other institution's library has
// with all its fields; edited, and deleted everywhere.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';

const licence = 'https://creativecommons.org/licenses/by-sa/4.0/';

export const share = {
    title: 'Momentum carts without equations',
    url: 'https://example.org/carts',
    license: licence,
    description: 'Predictions first, formulas last.',
    learningResourceType: ['lessonPlan'],
    about: [{ id: 'https://w3id.org/kim/hochschulfaechersystematik/n128', name: 'Physics' }],
    educationalLevel: [{ name: 'Grades 9 to 12' }],
    typicalAgeRange: '14-17',
    timeRequired: 'PT90M',
    inLanguage: ['en'],
    keywords: ['Physics', 'LabDesign'],
    version: '1.3',
    'pln:disclosure': { kind: 'free_access', note: 'carts lent free of charge' },
    sponsor: { type: 'Organization', name: 'ExampleLab' },
};

const dig = (value) => JSON.stringify(value);

export function resources(world) {
    let author, reader, resource, note;

    const inLibrary = async (query = '') =>
        (await reader.get(`/api/v1/pln/resources?limit=40${query}`)).find((item) => item.status.uri === note.uri);

    before(async () => {
        ({ author, reader } = await world.pair('daniel_r', 'maya_o'));
        resource = await author.post('/api/v1/pln/resources', share);
        note = resource.status;
    });

    test('sharing answers with the resource and its status', () => {
        assert.match(resource.id, /^\d+$/);
        assert.equal(resource.title, share.title);
        assert.equal(resource.url, share.url);
        assert.equal(resource.license, licence);
        assert.equal(resource.version, '1.3');
        assert.equal(resource.author.acct, 'daniel_r');
        assert.deepEqual(note.pln, { kind: 'resource', id: resource.id });
    });

    test('it stands in the follower\'s home timeline, complete without our pages', async () => {
        const seen = await eventually('the share arrives', () => reader.seen(note.uri));
        const text = seen.content;
        for (const part of [share.title, 'ExampleLab', '14-17', 'CC BY-SA 4.0', 'Predictions first', 'https://example.org/carts'])
            assert.ok(text.includes(part), `${part} in ${text}`);
        assert.equal(seen.pln.kind, 'resource');
        assert.deepEqual(seen.tags.map((tag) => tag.name.toLowerCase()).sort(), ['labdesign', 'physics']);
        const there = await reader.get(`/api/v1/pln/resources/${seen.pln.id}`);
        assert.equal(there.status.uri, note.uri);
    });

    test('it stands in the other library with its structured fields', async () => {
        const item = await eventually('the library has it', () => inLibrary());
        assert.equal(item.title, share.title);
        assert.equal(item.url, share.url);
        assert.equal(item.license, licence);
        assert.equal(item.version, '1.3');
        assert.equal(item.author.acct, author.handle);
        const all = dig(item);
        for (const part of ['lessonPlan', 'Physics', '14-17', 'PT90M', 'Grades 9 to 12', 'ExampleLab', 'LabDesign'])
            assert.ok(all.includes(part), `${part} in ${all}`);
    });

    test('it is found by word and by facet there, and not by others', async () => {
        await eventually('the library has it', () => inLibrary());
        assert.ok(await inLibrary('&q=momentum'));
        assert.equal(await inLibrary('&q=watercolour'), undefined);
        assert.ok(await inLibrary('&kind=lessonPlan'));
        assert.equal(await inLibrary('&kind=assessment'), undefined);
    });

    test('on the wire it is one scalar Note with the record inside', async () => {
        const { json } = await getActivity(note.uri);
        assert.equal(json.type, 'Note');
        assert.equal(json.name, undefined);
        assert.ok(json.content.includes(share.title));
        const record = json.learningResource;
        assert.equal(record.name, share.title);
        assert.equal(record.license?.id ?? record.license, licence);
        assert.ok(dig(record).includes('lessonPlan'));
        assert.ok(dig(json['@context']).includes('learningResource'), 'the term is defined in the document');
    });

    test('its address answers a page with JSON-LD, the record, and ActivityPub', async () => {
        const path = `/resources/${resource.id}`;
        const page = await world.north.get(path, { headers: { accept: 'text/html' } });
        assert.equal(page.status, 200);
        assert.match(page.headers.get('content-type'), /^text\/html/);
        const inside = page.text.match(/<script type="application\/ld\+json">([^<]*)<\/script>/);
        assert.ok(inside, 'JSON-LD in the page');
        assert.equal(JSON.parse(inside[1]).name, share.title);
        const record = await world.north.get(path, { headers: { accept: 'application/ld+json' } });
        assert.equal(record.status, 200);
        assert.match(record.headers.get('content-type'), /^application\/ld\+json/);
        assert.ok([record.json.type ?? record.json['@type']].flat().includes('LearningResource'));
        assert.equal(record.json.name, share.title);
        let activity = await getActivity(world.north.origin + path);
        if (activity.status >= 300 && activity.status < 400) activity = await getActivity(activity.headers.get('location'));
        assert.equal(activity.status, 200);
        assert.equal(activity.json.id, note.uri);
        const found = await reader.findStatus(world.north.origin + path);
        assert.equal(found?.uri, note.uri, 'the page\'s address resolves at the other institution');
    });

    test('an edit federates every field', async () => {
        const before = await eventually('the library has it', () => inLibrary());
        const changed = {
            ...share,
            title: 'Momentum carts with few equations',
            url: 'https://example.org/carts/2',
            license: 'https://creativecommons.org/licenses/by/4.0/',
            typicalAgeRange: '13-16',
            timeRequired: 'PT45M',
            learningResourceType: ['activityPlan'],
            version: '1.4',
            'pln:versionNote': 'Dropped step 4, it confused people',
        };
        const answer = await author.put(`/api/v1/pln/resources/${resource.id}`, changed);
        assert.equal(answer.version, '1.4');
        const item = await eventually('the new version arrives', async () => {
            const now = await reader.get(`/api/v1/pln/resources/${before.id}`);
            return now.version === '1.4' && now;
        });
        assert.equal(item.title, changed.title);
        assert.equal(item.url, changed.url);
        assert.equal(item.license, changed.license);
        const all = dig(item);
        for (const part of ['activityPlan', '13-16', 'PT45M']) assert.ok(all.includes(part), part);
        assert.ok(!all.includes('lessonPlan'), 'what was replaced is gone');
        assert.ok(item.status.edited_at);
        assert.ok(item.status.content.includes(changed.title));
        assert.ok(await inLibrary('&kind=activityPlan'));
        assert.equal(await inLibrary('&kind=lessonPlan'), undefined);
    });

    test('nobody else may change or delete it', async () => {
        const other = await world.north.account('grant_t');
        const change = await other.ask('PUT', `/api/v1/pln/resources/${resource.id}`, { json: share });
        assert.ok([403, 404].includes(change.status), `${change.status}`);
        const removal = await other.ask('DELETE', `/api/v1/pln/resources/${resource.id}`);
        assert.ok([403, 404].includes(removal.status), `${removal.status}`);
        const there = await inLibrary();
        for (const method of ['PUT', 'DELETE']) {
            const answer = await reader.ask(method, `/api/v1/pln/resources/${there.id}`, method === 'PUT' ? { json: share } : {});
            assert.ok([403, 404].includes(answer.status), `${method}: ${answer.status}`);
        }
    });

    test('deleting leaves a tombstone everywhere', async () => {
        const item = await eventually('the library has it', () => inLibrary());
        const removal = await author.ask('DELETE', `/api/v1/pln/resources/${resource.id}`);
        assert.equal(removal.status, 200);
        await eventually('the other library has it no more', async () => !(await inLibrary()));
        const gone = await reader.ask('GET', `/api/v1/pln/resources/${item.id}`);
        assert.ok([404, 410].includes(gone.status), `${gone.status}`);
        assert.equal(await reader.seen(note.uri), undefined);
        const tombstone = await getActivity(note.uri);
        assert.equal(tombstone.status, 410);
        assert.equal(tombstone.json.type, 'Tombstone');
        for (const accept of ['text/html', 'application/ld+json', 'application/activity+json']) {
            const answer = await world.north.get(`/resources/${resource.id}`, { headers: { accept } });
            assert.equal(answer.status, 410, accept);
        }
    });

    test('a share without title, licence, or link and file is refused, and nothing is stored', async () => {
        const count = async () => (await author.get('/api/v1/pln/resources?limit=40')).length;
        const before = await count();
        for (const missing of ['title', 'license', 'url']) {
            const { [missing]: _gone, ...rest } = share;
            const answer = await author.ask('POST', '/api/v1/pln/resources', { json: rest });
            assert.equal(answer.status, 422, missing);
            assert.match(answer.json.error, /\S/);
        }
        const script = await author.ask('POST', '/api/v1/pln/resources', { json: { ...share, url: 'javascript:alert(1)' } });
        assert.equal(script.status, 422);
        assert.equal(await count(), before);
    });
}
