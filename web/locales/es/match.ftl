## Quién encaja, por qué no, otras salidas, cadenas y cómo elige un país.

match-why-ask = Preguntar
match-why-fits = encaja en esta solicitud.
match-why-fits-not = no encaja en esta solicitud:
match-why-nobody = En el banco no hay nadie con ese número.
match-ways = ¿Qué más se puede hacer?
match-ways-what = Faltan personas para lo que pidió, así que probamos otras salidas. Ninguna equivale a lo pedido.
match-way-time = A otra hora
match-way-mode = De otra manera
match-way-variety = En una lengua cercana
match-way-credential = Con la credencial de otro país
match-way-nobody = Lo probamos y no hay nadie.
match-way-people = { $count ->
    [one] una persona
   *[other] { $count } personas
  }
match-way-source = según { $source }
match-way-ask = Pedirlo así
match-chains = Por medio de otra lengua
match-chains-what = Una persona interpreta a la lengua del medio y otra desde ella. Se tarda más y algo se pierde; los porcentajes son estimaciones para comparar.
match-chains-none = Tampoco hay cómo llegar pasando por una o dos lenguas.
match-chain-loss = se pierde cerca del { $percent } %
match-chain-whole = En total se perdería cerca del { $percent } %
match-chain-accept = probabilidad de que todos acepten: { $percent } %
match-chain-later = pueden juntos el { $when }
match-empty = En el banco todavía no hay quien trabaje este par. Puede invitar a intérpretes o pedir ayuda a otra institución.
weights = Cómo elige este país
weights-what = La lista de intérpretes sale de estas reglas, y cada resultado dice por qué está donde está.
weights-parts = ¿Qué pesa más?
weights-sum-right = Suman 100 %.
weights-sum-wrong = Suman { $sum } %; tienen que sumar 100 %.
weights-only = ¿Dónde hace falta una credencial que el país reconozca?
weights-only-what = Quien no la tenga no aparecerá en esas búsquedas.
weights-save = Guardar
weights-saved = Guardado. Vale desde la próxima búsqueda.
weights-loading = Un momento…
weight-credential = Credencial
weight-credential-what = que el país reconoce
weight-variety = Dominio de la variedad
weight-variety-what = la mitad por cada lengua
weight-trauma_training = Formación en trauma
weight-trauma_training-what = para tratar con víctimas
weight-continuity = Continuidad
weight-continuity-what = ya trabajó para esa persona o en ese caso
weight-reliability = Cumplimiento
weight-reliability-what = trabajo aceptado que se cumplió
weight-fairness = Reparto
weight-fairness-what = primero quien ha trabajado menos
weight-local_hour = Hora local
weight-local_hour-what = qué hora será para quien interpreta
