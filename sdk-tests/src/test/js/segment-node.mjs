import { Analytics } from '@segment/analytics-node';
import { story, url, writeKey, report, ORDER, QUICK, QUICK_EVENTS } from './node-story.mjs';

const analytics = new Analytics({ writeKey, host: url });
const messageIds = [];
const failures = [];
analytics.on('error', (error) => failures.push(JSON.stringify(error)));
const sent = (error, context) => (error ? failures.push(error) : messageIds.push(context.event.messageId));

const { userId } = story;
analytics.identify({ userId, traits: story.traits }, sent);
analytics.track({ userId, event: ORDER, properties: story.order }, sent);
analytics.page({ userId, name: story.pageName, properties: story.pageProperties }, sent);
analytics.group({ userId, groupId: story.groupId, traits: story.groupTraits }, sent);
analytics.alias({ userId, previousId: story.previousId }, sent);
for (let n = 0; n < QUICK_EVENTS; n++) {
  analytics.track({ userId, event: QUICK, properties: { n } }, sent);
}
await analytics.closeAndFlush();
report(messageIds, failures);
