// What Phanpy, Elk, Tusky and others call before they show anything: every call is answered in JSON.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

const flows = {
    Phanpy: [
        '/api/v1/preferences', '/api/v2/instance', '/.well-known/nodeinfo', '/nodeinfo/2.0', '/api/v1/accounts/verify_credentials',
        '/api/v1/timelines/home?limit=20', '/api/v1/followed_tags', '/api/v1/notifications?limit=1', '/api/v1/markers?timeline=notifications',
        '/api/v1/timelines/home?limit=5&since_id=1', '/api/v1/follow_requests?limit=80', '/api/v1/announcements', '/api/v1/lists',
        '/api/v2/filters', '/api/v1/custom_emojis', '/api/v1/trends/links', '/api/v1/trends/statuses', '/.well-known/oauth-authorization-server',
    ],
    Elk: [
        '/api/v2/instance', '/nodeinfo/2.0', '/api/v1/accounts/verify_credentials', '/api/v1/preferences',
        '/api/v1/markers?timeline[]=notifications', '/api/v1/notifications?limit=30', '/api/v1/followed_tags', '/api/v1/timelines/home?limit=30',
        '/api/v1/custom_emojis', '/api/v1/trends/tags', '/api/v1/timelines/public?limit=30&local=true', '/api/v1/conversations',
    ],
    Tusky: [
        '/api/v1/accounts/verify_credentials', '/api/v1/announcements', '/api/v2/filters', '/api/v1/filters', '/api/v1/timelines/home?limit=30',
        '/api/v2/instance', '/api/v1/instance', '/api/v1/custom_emojis', '/api/v1/markers?timeline[]=notifications', '/api/v1/notifications?min_id=0',
        '/api/v1/scheduled_statuses', '/api/v1/suggestions', '/api/v2/suggestions', '/api/v1/domain_blocks',
    ],
    'Ice Cubes': [
        '/api/v2/instance', '/api/v1/accounts/verify_credentials', '/api/v1/instance/peers', '/api/v1/lists', '/api/v1/followed_tags',
        '/api/v1/follow_requests', '/api/v1/preferences', '/api/v1/timelines/home?limit=50', '/api/v1/featured_tags',
    ],
    'Mastodon.py': ['/api/v1/instance/', '/api/v2/instance/', '/api/v1/timelines/home', '/api/v1/trends', '/api/v1/directory', '/api/v1/instance/rules'],
};
const objects = ['/api/v1/preferences', '/api/v2/instance', '/api/v1/markers', '/api/v1/accounts/verify_credentials'];

export function startUp(world) {
    let person;

    before(async () => {
        person = await world.north.account('ellen');
    });

    for (const [app, paths] of Object.entries(flows)) {
        test(`${app} starts`, async () => {
            for (const path of paths) {
                const answer = await person.ask('GET', path, { headers: { origin: 'https://app.example' } });
                assert.equal(answer.status, 200, `${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
                assert.match(answer.headers.get('content-type'), /json/, path);
                assert.notEqual(answer.json, undefined, path);
                assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
                if (objects.includes(path.split('?')[0])) assert.ok(!Array.isArray(answer.json), path);
            }
        });
    }

    test('a push subscription that is not there is a 404 in JSON', async () => {
        const answer = await person.ask('GET', '/api/v1/push/subscription');
        assert.equal(answer.status, 404);
        assert.ok(answer.json.error);
    });

    test('the instance tells its version and limits as clients read them', async () => {
        const two = await person.get('/api/v2/instance');
        assert.match(two.version, /^4\.6\.\d+\+collegium-\d/);
        assert.equal(two.domain, world.north.domain);
        assert.equal(two.title, 'North District');
        assert.equal(two.configuration.statuses.max_characters, 5000);
        assert.ok(Number.isInteger(two.api_versions.mastodon));
        for (const key of ['urls', 'accounts', 'media_attachments', 'polls', 'translation']) assert.equal(typeof two.configuration[key], 'object', key);
        assert.ok(two.thumbnail.url && typeof two.contact.email === 'string' && Array.isArray(two.rules) && typeof two.registrations.enabled === 'boolean');
        const one = await person.get('/api/v1/instance');
        assert.equal(one.uri, world.north.domain);
        assert.match(one.version, /^4\.6/);
        assert.ok(one.urls.streaming_api !== undefined && one.stats.user_count >= 1);
    });

    test('a browser app is allowed to ask', async () => {
        for (const path of ['/api/v1/statuses', '/oauth/token', '/api/v1/pln/resources']) {
            const answer = await world.north.get(path, {
                method: 'OPTIONS',
                headers: { origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type,idempotency-key' },
            });
            assert.ok(answer.status < 300, `${path}: ${answer.status}`);
            assert.equal(answer.headers.get('access-control-allow-origin'), '*');
            assert.match(answer.headers.get('access-control-allow-methods'), /POST/);
            assert.match(answer.headers.get('access-control-allow-headers'), /authorization|\*/i);
        }
    });

    test('form, JSON, multipart and query are alike, with a slash at the end too', async () => {
        const multipart = new FormData();
        multipart.set('status', 'Four ways');
        const ways = [{ json: { status: 'Four ways' } }, { form: { status: 'Four ways' } }, { body: multipart }];
        for (const way of ways) assert.match((await person.ask('POST', '/api/v1/statuses/', way)).json.content, /Four ways/);
        assert.match((await person.ask('POST', '/api/v1/statuses?status=Four%20ways')).json.content, /Four ways/);
    });

    test('rate limit headers describe the limit when there is one', async () => {
        const answer = await person.ask('GET', '/api/v1/timelines/home');
        const limit = answer.headers.get('x-ratelimit-limit');
        if (limit) assert.ok(Number(answer.headers.get('x-ratelimit-remaining')) <= Number(limit));
        assert.ok(answer.headers.get('x-request-id'));
    });
}
