// The peer's ActivityPub half: one actor, everything in memory, signatures checked by Fedify itself. What comes
// in is recorded as it was received; a Follow is accepted at once.
import {
    createFederation,
    generateCryptoKeyPair,
    MemoryKvStore,
} from '@fedify/fedify';
import {
    Accept,
    Activity,
    Create,
    Endpoints,
    Follow,
    Note,
    Person,
    Reject,
    Tombstone,
    Undo,
} from '@fedify/fedify/vocab';

export const actorName = 'peer';

export function createState() {
    return {
        received: [], // {at, type, id, actor, activity}: verified ones only
        errors: [], // what Fedify could not process or verify
        followers: new Map(), // actor id → recipient
        following: new Map(), // actor id → {follow, state}
        notes: new Map(), // note id's last part → {note, create, deleted}
        sent: new Map(), // activity id → activity: for Undo
    };
}

async function makeKeys() {
    return [
        await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'),
        await generateCryptoKeyPair('Ed25519'),
    ];
}

function recipientOf(actor) {
    return { id: actor.id, inboxId: actor.inboxId, endpoints: actor.endpoints };
}

async function record(state, context, activity) {
    state.received.push({
        at: new Date().toISOString(),
        type: activity.constructor.name,
        id: activity.id?.href ?? null,
        actor: activity.actorId?.href ?? null,
        activity: await activity.toJsonLd({ contextLoader: context.contextLoader }),
    });
}

async function onFollow(state, context, follow) {
    const target = context.parseUri(follow.objectId);
    if (target?.type !== 'actor' || target.identifier !== actorName) return;
    const follower = await follow.getActor(context);
    if (!follower?.id || !follower.inboxId) return;
    state.followers.set(follower.id.href, recipientOf(follower));
    const accept = new Accept({
        id: new URL(`#accepts/${crypto.randomUUID()}`, context.getActorUri(actorName)),
        actor: context.getActorUri(actorName),
        to: follower.id,
        object: follow,
    });
    await context.sendActivity({ identifier: actorName }, follower, accept, { immediate: true });
}

async function onAnswer(state, answer, outcome) {
    const entry = state.following.get(answer.actorId?.href);
    if (entry) entry.state = outcome;
}

async function onUndo(state, context, undo) {
    const object = await undo.getObject(context);
    if (object instanceof Follow && undo.actorId) state.followers.delete(undo.actorId.href);
}

// Every listener records first, so that a test sees also what the peer then fails to act on.
function listen(federation, state) {
    federation
        .setInboxListeners('/users/{identifier}/inbox', '/inbox')
        .on(Follow, async (context, activity) => {
            await record(state, context, activity);
            await onFollow(state, context, activity);
        })
        .on(Accept, async (context, activity) => {
            await record(state, context, activity);
            await onAnswer(state, activity, 'accepted');
        })
        .on(Reject, async (context, activity) => {
            await record(state, context, activity);
            await onAnswer(state, activity, 'rejected');
        })
        .on(Undo, async (context, activity) => {
            await record(state, context, activity);
            await onUndo(state, context, activity);
        })
        .on(Activity, (context, activity) => record(state, context, activity))
        .onUnverifiedActivity((_context, activity, reason) => {
            state.errors.push({ at: new Date().toISOString(), what: 'unverified', id: activity.id?.href, reason: String(reason?.type ?? reason) });
        })
        .onError((_context, error) => {
            state.errors.push({ at: new Date().toISOString(), what: 'inbox', reason: String(error?.stack ?? error) });
        });
}

function serveActor(federation, state, keys) {
    federation
        .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
            if (identifier !== actorName) return null;
            const pairs = await context.getActorKeyPairs(identifier);
            return new Person({
                id: context.getActorUri(identifier),
                preferredUsername: identifier,
                name: 'Second implementation',
                summary: '<p>A peer for end-to-end tests.</p>',
                url: context.getActorUri(identifier),
                inbox: context.getInboxUri(identifier),
                outbox: context.getOutboxUri(identifier),
                followers: context.getFollowersUri(identifier),
                endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
                publicKey: pairs[0].cryptographicKey,
                assertionMethods: pairs.map((pair) => pair.multikey),
            });
        })
        .setKeyPairsDispatcher((_context, identifier) => (identifier === actorName ? keys : []));
    federation
        .setFollowersDispatcher('/users/{identifier}/followers', (_context, identifier) =>
            identifier === actorName ? { items: [...state.followers.values()] } : null,
        )
        .setCounter(() => state.followers.size);
    federation
        .setOutboxDispatcher('/users/{identifier}/outbox', (_context, identifier) =>
            identifier === actorName
                ? { items: [...state.notes.values()].filter((entry) => !entry.deleted).map((entry) => entry.create) }
                : null,
        )
        .setCounter(() => state.notes.size);
}

function serveNotes(federation, state) {
    federation.setObjectDispatcher(Note, '/notes/{id}', (_context, { id }) => {
        const entry = state.notes.get(id);
        return entry && !entry.deleted ? entry.note : null;
    });
    federation.setObjectDispatcher(Create, '/notes/{id}/create', (_context, { id }) => {
        const entry = state.notes.get(id);
        return entry && !entry.deleted ? entry.create : null;
    });
    federation.setNodeInfoDispatcher('/nodeinfo/2.1', () => ({
        software: { name: 'fedify-peer', version: '1.0.0' },
        protocols: ['activitypub'],
        usage: { users: { total: 1 }, localPosts: state.notes.size, localComments: 0 },
    }));
}

export function tombstoneOf(id) {
    return new Tombstone({ id });
}

export async function createPeer({ origin, firstKnock }) {
    const state = createState();
    const keys = await makeKeys();
    const federation = createFederation({
        kv: new MemoryKvStore(),
        origin,
        allowPrivateAddress: true,
        ...(firstKnock ? { firstKnock } : {}),
        onOutboxError: (error) => {
            state.errors.push({ at: new Date().toISOString(), what: 'outbox', reason: String(error?.stack ?? error) });
        },
    });
    serveActor(federation, state, keys);
    serveNotes(federation, state);
    listen(federation, state);
    return { federation, state };
}
