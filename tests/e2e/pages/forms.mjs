// What forms refuse: without their token, without a sign-in, with mistakes; and files.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';
import { formsOf, Visitor } from '../lib/visitor.mjs';

export function forms(world) {
    let person, visitor;

    before(async () => {
        person = await world.north.account('ellen');
        visitor = new Visitor(world.north.origin);
        await visitor.signIn(person);
    });

    test('every form of a member carries a token, and nothing is done without it', async () => {
        const count = async () => (await person.get('/api/v1/accounts/verify_credentials')).statuses_count;
        const before = await count();
        const sends = [
            ['/posts', { status: 'Forged', visibility: 'public' }],
            ['/share', { title: 'Forged', url: 'https://example.org', license: 'https://creativecommons.org/licenses/by/4.0/' }],
            ['/mentoring/new', { purpose: 'offer', title: 'Forged', topics: 'x', content: 'x', places: '1' }],
            ['/sign-out', {}],
            ['/settings/profile', { display_name: 'Forged' }],
        ];
        for (const [path, form] of sends) {
            for (const changes of [{}, { csrf: 'x' }]) {
                const answer = await visitor.send('POST', path, { form: { ...form, ...changes } });
                assert.ok([403, 404, 405].includes(answer.status), `${path}: ${answer.status}`);
            }
        }
        assert.equal(await count(), before);
        assert.match((await visitor.visit('/')).text, /\/sign-out/);
    });

    test('another person\'s token does not fit', async () => {
        const other = new Visitor(world.north.origin);
        await other.signIn(await world.north.account('tom'));
        const page = await other.visit('/');
        const { csrf } = formsOf(page.text).find((form) => form.action === '/posts').fields;
        const answer = await visitor.send('POST', '/posts', { form: { status: 'Crossed', visibility: 'public', csrf } });
        assert.equal(answer.status, 403);
    });

    test('strangers are sent to the sign-in, and back', async () => {
        const stranger = new Visitor(world.north.origin);
        for (const path of ['/share', '/mentorships', '/settings/profile', '/mentoring/new?purpose=offer']) {
            const page = await stranger.visit(path);
            const form = formsOf(page.text).find((item) => item.action === '/sign-in');
            assert.ok(form, `${path} asks for a sign-in`);
            assert.equal(form.fields.return_to, path);
        }
    });

    test('a post from the start page is published', async () => {
        const page = await visitor.visit('/');
        const answer = await visitor.submit(page, (form) => form.action === '/posts', { status: 'Library has six copies.' });
        assert.ok([302, 303].includes(answer.status), `${answer.status} ${answer.text.slice(0, 500)}`);
        await eventually('it is in the home timeline', async () => /six copies/.test((await person.home())[0].content));
    });

    test('a share with mistakes names them, and keeps what was written', async () => {
        const page = await visitor.visit('/share');
        const form = formsOf(page.text).find((item) => item.action === '/share');
        const body = new FormData();
        for (const [name, value] of Object.entries({ ...form.fields, title: '', description: 'Kept as it was', url: 'javascript:alert(1)' })) body.set(name, value);
        const answer = await visitor.send('POST', '/share', { body });
        assert.equal(answer.status, 422);
        assert.match(answer.text, /role="alert"/);
        assert.match(answer.text, /aria-invalid="true"/);
        assert.match(answer.text, /Kept as it was/);
    });

    test('a file is shared, and can be had', async () => {
        const page = await visitor.visit('/share');
        const form = formsOf(page.text).find((item) => item.action === '/share');
        const body = new FormData();
        for (const [name, value] of Object.entries({ ...form.fields, title: 'Parent night script' })) body.set(name, value);
        body.set('license', 'https://creativecommons.org/licenses/by/4.0/');
        body.set('file', new Blob(['Good evening.\n'], { type: 'text/plain' }), 'script.txt');
        const answer = await visitor.send('POST', '/share', { body });
        assert.ok([302, 303].includes(answer.status), `${answer.status} ${answer.text.slice(0, 1500)}`);
        const resource = await visitor.visit(answer.location);
        const link = resource.text.match(/<a href="([^"]+)" download>/);
        assert.ok(link, 'a link to the file');
        const file = await visitor.send('GET', link[1]);
        assert.equal(file.status, 200);
        assert.equal(file.text, 'Good evening.\n');
        const part = await visitor.send('GET', link[1], { headers: { range: 'bytes=5-11' } });
        assert.equal(part.status, 206);
        assert.equal(part.text, 'evening');
        assert.equal(part.headers.get('content-range'), 'bytes 5-11/14');
        assert.equal((await visitor.send('GET', link[1], { headers: { range: 'bytes=14-' } })).status, 416);
        assert.match(file.headers.get('content-disposition') ?? '', /attachment/);
        assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
    });

    test('pages carry the headers that protect them', async () => {
        const page = await visitor.visit('/');
        assert.match(page.headers.get('content-security-policy'), /frame-ancestors 'none'/);
        assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
        assert.match(page.headers.get('referrer-policy'), /origin/);
        assert.match(page.headers.get('cache-control'), /private|no-store/);
    });
}
