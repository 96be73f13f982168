# Buttons and the answers to taps

button-keep = ⏹ Stop & keep
button-cancel = ✖ Cancel
button-original = Original PNG
button-start = ▶ Start
tap-stopping = Stopping…
tap-keeping = Finishing with what is there…
tap-cancelled = Cancelled.
tap-over = This picture is finished already.
tap-sending = The file is on its way.
tap-no-result = There is no result to send.
tap-expired = The file is no longer kept.
tap-not-yours = Only the person who sent the photos can do that.
tap-unknown = This button is from another version and no longer works.
tap-started = Started.
tap-error = That did not work. Please try again.
