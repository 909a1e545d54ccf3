## Entrar: con cuenta o con enlace.

sign-in = Entrar
sign-in-what = Puente une a quienes necesitan una intérprete o un intérprete con quien habla su idioma.
sign-in-email = Correo electrónico
sign-in-password = Contraseña
sign-in-do = Entrar
sign-in-link = ¿Le dieron un enlace? Ábralo directamente; no necesita contraseña.
enter = Bienvenida, bienvenido
enter-what = Toque el botón para entrar. Primero probaremos juntos su equipo.
enter-open = Entrar
enter-once = Este enlace es solo para usted y sirve una sola vez, en este dispositivo.
enter-failed = Pida un enlace nuevo a la persona que le invitó.
enter-no-token = A este enlace le falta una parte
error-no-page = Esta página no existe
