## Coming in: with an account or with a link.

sign-in = Sign in
sign-in-what = Puente brings people who need an interpreter together with one who speaks their language.
sign-in-email = Email address
sign-in-password = Password
sign-in-do = Sign in
sign-in-link = Were you given a link? Open it directly; you need no password.
enter = Welcome
enter-what = Press the button to go in. First we will test your device together.
enter-open = Go in
enter-once = This link is for you alone and works once, on this device.
enter-failed = Ask the person who invited you for a new link.
enter-no-token = A part of this link is missing
error-no-page = There is no such page
